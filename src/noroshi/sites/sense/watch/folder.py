"""Folder: a place into which a mail server drops messages, a Maildir or a plain folder of `.eml` and `.msg`.

A message is deleted when its report is kept: the report holds no name, the message does. One that
cannot be read is moved to `refused` below the folder, for people to look at.
"""

from collections.abc import Iterator
from pathlib import Path

from noroshi.spine.model import ConfigError, InputError

MOST_AT_ONCE = 50
MOST_OCTETS = 64 << 20


def dropped_files(folder: Path) -> list[Path]:
    """Messages that have arrived, oldest name first, at most `MOST_AT_ONCE`.

    Of a Maildir (with `new`) those in `new` and `cur`; else the files that end with `.eml` or `.msg`. What is
    still being written has another name or place, as is the custom of either.

    Raises:
        ConfigError: There is no such folder.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is no folder; make it, or change url of the watcher")
    maildir = (folder / "new").is_dir()
    places = [folder / "new", folder / "cur"] if maildir else [folder]
    found = (path for place in places if place.is_dir() for path in _files(place, maildir=maildir))
    return sorted(found, key=lambda path: path.name)[:MOST_AT_ONCE]


def _files(place: Path, *, maildir: bool) -> Iterator[Path]:
    for path in place.iterdir():
        hidden = path.name.startswith(".")
        wanted = maildir or path.suffix.lower() in {".eml", ".msg"}
        if wanted and not hidden and path.is_file() and not path.is_symlink():
            yield path


def read_dropped(path: Path) -> bytes:
    """A message's octets.

    Raises:
        InputError: It is larger than any message. The message is the reason.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        octets = file.read(MOST_OCTETS + 1)
    if len(octets) > MOST_OCTETS:
        raise InputError("mail-too-large")
    return octets


def put_aside(path: Path, folder: Path) -> None:
    """Move a message that cannot be read out of the way."""
    aside = folder / "refused"
    aside.mkdir(mode=0o700, exist_ok=True)
    path.replace(aside / path.name)
