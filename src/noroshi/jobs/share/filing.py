"""Filing: the documents of a format become files that consumers fetch."""

from collections.abc import Callable, Iterable
from pathlib import Path

from noroshi.relay.share import Document
from noroshi.spine.home import write_whole
from noroshi.spine.model import ConfigError


def write_folder(documents: Iterable[Document], folder: Path, owns: Callable[[str], bool]) -> int:
    """Write documents into a folder, and delete those of an earlier edition; gives their number.

    Each file is replaced whole and in order, so that a reader who begins at the last one, which names
    the others, finds all it names. Files that are not the format's own stay.

    Raises:
        ConfigError: The folder cannot be written.
    """
    written = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document in documents:
            write_whole(document.chunks, folder / document.name)
            written.add(document.name)
        for path in folder.iterdir():
            if owns(path.name) and path.name not in written:
                path.unlink()
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from error
    return len(written)
