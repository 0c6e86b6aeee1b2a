"""Letters: readers of the text in a picture; which one is there depends on the installation.

RapidOCR comes with the extra `[ocr]`; tesseract with its Japanese data is a package of the system.
Either reads in a process of its own: a picture of a stranger's can take down that process, and no
more, whatever the reader's native code makes of it.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from shutil import which

from noroshi.sites.sense.picture import Read
from noroshi.spine.model import InputError

MOST_SECONDS = 60
"""For one picture."""

MOST_CHARACTERS = 20_000

TESSERACT = ("tesseract", "-", "-", "-l", "jpn+eng", "--psm", "6")

RAPIDOCR = """
import sys
out, sys.stdout = sys.stdout, sys.stderr  # its own words are no text of the picture
from rapidocr import RapidOCR
found = RapidOCR()(sys.stdin.buffer.read())
out.reconfigure(encoding="utf-8", errors="replace")
out.write("\\n".join(found.txts or ()))
"""
"""Run by this interpreter, shut off from the environment; a failure of any kind is its exit code."""


@cache
def letter_reader() -> Read | None:
    """The best reader that is installed; null for none."""
    if find_spec("rapidocr") is not None:
        return read_by_rapidocr
    return read_by_tesseract if which("tesseract") else None


def read_by_tesseract(picture: bytes) -> str:
    """What tesseract reads, Japanese and English.

    Raises:
        InputError: It does not come to an end, or its Japanese data is missing.
    """
    return _read(TESSERACT, picture, {"OMP_THREAD_LIMIT": "1"})


def read_by_rapidocr(picture: bytes) -> str:
    """What RapidOCR reads, line by line from the top.

    Raises:
        InputError: It fails on the picture, or does not come to an end.
    """
    return _read((sys.executable, "-I", "-c", RAPIDOCR), picture, {})


def _read(command: Sequence[str], picture: bytes, settings: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command; the picture goes in by stdin
            command,
            input=picture,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", **settings},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError("letters-unreadable") from error
    return done.stdout.decode("utf-8", "replace")[:MOST_CHARACTERS]
