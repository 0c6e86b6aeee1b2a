"""Importing findings: files of other tools to the rows that identification reads."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from noroshi.iot.importers import FORMATS, Finding, Imported
from noroshi.iot.importers.nmap import findings_of_nmap
from noroshi.iot.importers.tables import WEAK_CREDENTIAL
from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.model import InputError

NMAP = "nmap"
NAMES = (*FORMATS, NMAP)
PIECE = 65_536


def import_findings(
    files: Iterable[Path], form: str, done: Imported, *, authorisation: str = ""
) -> Iterator[dict[str, object]]:
    """Rows of files in their order, as they are read.

    Args:
        files: Local files.
        form: One of `NAMES`.
        done: Counts, filled while files are read.
        authorisation: Under which weak credentials were looked for; without one such rows are
            refused.
    """
    for file in files:
        for found in _findings(file, form, done):
            row = found.row()
            if found.kind == WEAK_CREDENTIAL:
                if not authorisation:
                    done.refused["no-authorisation"] += 1
                    continue
                row["authorisation"] = authorisation
                row.pop("banner", None)  # the class only: what was said may hold what opened it
            yield row


def _findings(file: Path, form: str, done: Imported) -> Iterator[Finding]:
    if form == NMAP:
        with file.open("rb") as stream:
            yield from findings_of_nmap(iter(partial(stream.read, PIECE), b""), done)
        return
    read = FORMATS[form]()
    for line in opened_lines(str(file)):
        done.read += 1
        if line is None:
            done.refused["too-large"] += 1
            continue
        try:
            yield from read(line)
        except InputError as error:
            done.refused[str(error)] += 1
