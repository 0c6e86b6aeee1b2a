"""Mail importing: reports of others, onto the shelves of the home; each once, whatever brings it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.readiness.mail.sense.failure import FAILURE_ROW, read_failure
from noroshi.readiness.mail.sense.parcel import Kind, Parcel, parcels, report_files
from noroshi.readiness.mail.sense.tls_report import TLS_ROW, read_tls_report
from noroshi.readiness.mail.shelf import AGGREGATE, BATCH, ReportTaker, Shelf
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError

_NUMBERS = frozenset({"begin_s", "end_s", "sessions", "failed", "at_s"})


def _schema(names: Sequence[str], numbers: frozenset[str]) -> pa.Schema:
    fields = [(name, pa.int64() if name in numbers else pa.string()) for name in names]
    return pa.schema([("key", pa.binary(16)), *fields])


TLS = _schema(TLS_ROW, _NUMBERS)
FAILURE = _schema(FAILURE_ROW, _NUMBERS - {"failed"})


@dataclass(slots=True, kw_only=True)
class Imported:
    """What one file gave.

    Attributes:
        file: Its path.
        reports: New reports.
        known: Reports that were there already.
        records: Records of the new ones.
        refused: Reports and records left out, and reports that broke off, by reason.
    """

    file: str
    reports: int = 0
    known: int = 0
    records: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "file": self.file,
            "reports": self.reports,
            "known": self.known,
            "records": self.records,
            "refused": dict(self.refused),
        }


class MailShelves:
    """The shelves of a home: aggregate, TLS and failure reports."""

    def __init__(self, home: Home) -> None:
        folder = mail_folder(home)
        self.aggregate = Shelf(folder / "aggregate", AGGREGATE)
        self.tls = Shelf(folder / "tls", TLS)
        self.failure = Shelf(folder / "failure", FAILURE)

    @property
    def waiting(self) -> int:
        """Rows that do not lie on disk yet."""
        return self.aggregate.waiting + self.tls.waiting + self.failure.waiting

    def flush(self) -> None:
        """Put all on disk."""
        for shelf in (self.aggregate, self.tls, self.failure):
            shelf.flush()


def mail_folder(home: Home) -> Path:
    """Where the reports of a home lie."""
    return home.lake / "mail"


def import_reports(paths: Sequence[Path], home: Home) -> Iterator[Imported]:
    """Import files, folders, maildirs and mailboxes.

    Each file is told only when what it gave lies on disk. Files are read and left where they are.

    Raises:
        ConfigError: A path cannot be read, or the home cannot be written.
    """
    shelves = MailShelves(home.create())
    told: list[Imported] = []
    try:
        for file in (file for path in paths for file in report_files(path)):
            told.append(_imported(file, shelves))
            if shelves.waiting >= BATCH or len(told) >= BATCH:
                shelves.flush()
                yield from told
                told.clear()
        shelves.flush()
        yield from told
    except OSError as error:
        raise ConfigError(f"{error.filename or home.path}: {error.strerror}") from error


def _imported(file: Path, shelves: MailShelves) -> Imported:
    told = Imported(file=str(file))
    try:
        for parcel in parcels(file):
            if isinstance(parcel, InputError):
                told.refused[str(parcel)] += 1
                continue
            try:
                _take(parcel, shelves, told)
            except InputError as error:
                told.refused[str(error)] += 1
    except InputError as error:
        told.refused[str(error)] += 1
    return told


def _take(parcel: Parcel, shelves: MailShelves, told: Imported) -> None:
    if parcel.kind is Kind.XML:
        _take_aggregate(parcel, shelves.aggregate, told)
        return
    if parcel.kind is Kind.JSON:
        shelf = shelves.tls
        key, rows = read_tls_report(parcel.stream)
        made: list[tuple[object, ...]] = [(key, *row) for row in rows]
    else:
        assert parcel.message is not None
        shelf = shelves.failure
        key, row = read_failure(parcel.message)
        made = [(key, *row)]
    if shelf.knows(key):
        told.known += 1
        return
    shelf.add(key, made)
    told.reports += 1
    told.records += len(made)


def _take_aggregate(parcel: Parcel, shelf: Shelf, told: Imported) -> None:
    taker = ReportTaker(shelf)
    try:
        reading = read_aggregate(parcel.stream, taker)
    except BaseException:
        taker.drop()
        raise
    if reading.cut:
        told.refused[reading.cut] += 1
    told.refused.update(reading.refused)
    if taker.finish(cut=bool(reading.cut)):
        told.reports += 1
        told.records += reading.records
    else:
        told.known += 1
