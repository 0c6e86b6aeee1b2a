"""Folder: warning lists as files, read again when a file changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from noroshi.relay.decide.warn.matcher import Matcher
from noroshi.relay.decide.warn.warning_list import MOST_OCTETS, WarningList, parse_warning_list
from noroshi.spine.model import InputError

SHIPPED = Path(__file__).parent / "shipped"
"""Folder of the lists that come with the product: public facts, compiled by us."""

MOST_FILES = 2_000
"""Files of one folder that are read; more of them is a mistake."""

Mark = tuple[int, int, int]
"""Device-wide number, time of change (ns) and size of a file: it differs when the file does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A file that could not be read; what it said before still holds.

    Attributes:
        file: Its path.
        message: What is wrong.
        standing: Whether an earlier version of it still holds.
    """

    file: str
    message: str
    standing: bool


@dataclass(slots=True)
class _Read:
    mark: Mark | None
    warning_list: WarningList | None
    message: str = ""


class WarningFolders:
    """The lists of some folders. Asking costs one look at each file's time of change."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._files: dict[Path, _Read] = {}
        self._matcher = Matcher(())
        self._lock = Lock()

    def matcher(self) -> Matcher:
        """All lists as they are now. A changed file holds from the next asking on."""
        with self._lock:
            if self._look():
                self._matcher = Matcher(
                    [one.warning_list for one in self._files.values() if one.warning_list],
                )
            return self._matcher

    def problems(self) -> list[Problem]:
        """Files that could not be read at the last asking."""
        with self._lock:
            return [
                Problem(
                    file=str(path),
                    message=one.message,
                    standing=one.warning_list is not None,
                )
                for path, one in self._files.items()
                if one.message
            ]

    def _look(self) -> bool:
        """Read what changed; tells whether any list did."""
        there = [path for folder in self._folders for path in _files_in(folder)]
        changed = self._files.keys() != set(there)
        files: dict[Path, _Read] = {}
        for path in there:
            before = self._files.get(path)
            mark = _mark_of(path)
            if before is not None and before.mark == mark:
                files[path] = before
                continue
            changed = True
            files[path] = _read(path, mark, before)
        self._files = files
        return changed


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.json"))[:MOST_FILES]
    except OSError:
        return []


def _mark_of(path: Path) -> Mark | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _read(path: Path, mark: Mark | None, before: _Read | None) -> _Read:
    try:
        with path.open("rb") as file:
            octets = file.read(MOST_OCTETS + 1)
        return _Read(mark, parse_warning_list(octets))
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
    except InputError as error:
        message = str(error)
    return _Read(mark, before.warning_list if before else None, message)
