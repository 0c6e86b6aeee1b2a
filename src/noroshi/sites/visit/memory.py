"""Memory: what the processes of a browser hold for themselves, and an end to the greedy ones."""

import os
import signal
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
CHILDREN = PROC / "thread-self" / "children"
"""There where the kernel tells a process's children (CONFIG_PROC_CHILDREN), as distributions' kernels do."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Family:
    """The processes of the browser that keeps its profile in a directory.

    The first of them is looked for among all of the machine once; from then on only its children
    are followed, as a look at every process twice a second costs more than a light page.
    """

    def __init__(self, profile: Path) -> None:
        self._mark = f"--user-data-dir={profile}".encode()
        self._founders: tuple[int, ...] = ()

    def processes(self) -> list[int]:
        """Their ids."""
        if not self._founders or not all(map(self._is_marked, self._founders)):
            self._founders = tuple(filter(self._is_marked, _all()))
        children = _children if CHILDREN.exists() else _all_children().__getitem__
        found: set[int] = set()
        pending = list(self._founders)
        while pending:
            pid = pending.pop()
            if pid not in found:
                found.add(pid)
                pending += children(pid)
        return sorted(found)

    def end_greedy(self, most_bytes: int) -> list[int]:
        """Kill those that hold more than a page may; gives their ids.

        The page in such a process counts as crashed; other pages of the browser go on.
        """
        ended = []
        for pid in self.processes():
            if private_bytes(pid) > most_bytes:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
                    ended.append(pid)
        return ended

    def _is_marked(self, pid: int) -> bool:
        try:
            return self._mark in (PROC / str(pid) / "cmdline").read_bytes()
        except OSError:
            return False


def private_bytes(pid: int) -> int:
    """Resident memory that is not shared with files or others; 0 where the process is gone."""
    try:
        fields = (PROC / str(pid) / "statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def _all() -> Iterable[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _children(pid: int) -> list[int]:
    """Of all threads of a process (proc(5), `/proc/pid/task/tid/children`); none where it is gone.

    A child that is born or dies during the reading may be missed; the next look finds it.
    """
    found: list[int] = []
    with suppress(OSError):
        for thread in (PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_bytes().split())
    return found


def _all_children() -> defaultdict[int, list[int]]:
    """Children of every process, from what each says of its parent: slower, and works everywhere."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pid in _all():
        with suppress(OSError, ValueError, IndexError):
            stat = (PROC / str(pid) / "stat").read_text(errors="replace")
            found[int(stat.rpartition(")")[2].split()[1])].append(pid)
    return found
