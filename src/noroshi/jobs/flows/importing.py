"""Importing: files into the lake, each once, with every row accounted for."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from glob import glob
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import structlog

from noroshi.jobs.flows.source_file import BLOCK, Progress, Progressed, opened
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.importers import FORMATS, Source, detect_format, reader_of
from noroshi.spine.flows.lake import FlowLake, LakeWriter
from noroshi.spine.flows.merged import merged_contents
from noroshi.spine.flows.pseudonym import Pseudonyms, hide_subscribers
from noroshi.spine.flows.stamp import stamp
from noroshi.spine.flows.swap import Swap
from noroshi.spine.flows.tally import Example, Tally
from noroshi.spine.home import SECRET_BYTES, Home, read_or_make_key
from noroshi.spine.model import ConfigError, ImportRecord, InputError, NoroshiError, SourceError

log = structlog.get_logger()


class ImportLog(Protocol):
    """Remembers imports, so that a file is taken in once."""

    def find_import(self, digest: str) -> ImportRecord | None:
        """The import of that name, if there was one."""

    def save_import(self, record: ImportRecord) -> None:
        """Remember an import; one of the same name is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How files are read.

    Attributes:
        format: A name of `FORMATS`, or `auto`.
        subscribers: Subscriber ranges (CIDR).
        sampling: Packets per sampled packet where a file does not say; null for unknown.
        uniflow: Take rows as unidirectional whatever their reverse columns say.
    """

    format: str = "auto"
    subscribers: tuple[str, ...]
    sampling: int | None = None
    uniflow: bool = False

    def digest(self, format_: str) -> str:
        """Name of what the options make of a content, as 12 hexadecimal digits."""
        parts = (format_, *sorted(self.subscribers), str(self.sampling), str(self.uniflow))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file.

    Attributes:
        file: As it was given.
        record: What was read and kept; null where the file could not be read.
        problem: Why it could not be read; empty otherwise.
        again: Whether it had been taken in before, and nothing was written.
        examples: Where the first refused rows of a text file stand.
        aside: What was passed over because it is no flow, by kind.
        unwell: Whether something outside the file is to blame, for example a missing program.
    """

    file: str
    record: ImportRecord | None
    problem: str = ""
    again: bool = False
    unwell: bool = False
    examples: tuple[Example, ...] = ()
    aside: Mapping[str, int] = field(default_factory=dict)

    def as_row(self) -> dict[str, object]:
        """Machine output of `noroshi flows import`."""
        if self.record is None:
            return {"file": self.file, "read": 0, "kept": 0, "refused": {}, "error": self.problem}
        record = self.record
        return {
            "file": self.file,
            "read": record.read,
            "kept": record.kept,
            "refused": record.refused,
        }


def import_files(
    home: Home,
    imports: ImportLog,
    paths: Sequence[str],
    options: ImportOptions,
    progress: Progressed | None = None,
) -> Iterator[Imported]:
    """Take files into the lake, one result a file; an unreadable file does not stop the others.

    Raises:
        ConfigError: A path names nothing, or a format or range is unknown.
        SourceError: The lake cannot be written.
    """
    if options.format != "auto" and options.format not in FORMATS:
        raise ConfigError(f"unknown format {options.format!r}; take one of {', '.join(FORMATS)}")
    networks = parse_networks(options.subscribers)
    files = list(_expand(paths))
    home.create()
    key = read_or_make_key(home.pseudonym_key_file, SECRET_BYTES)
    job = _Job(home, imports, options, Pseudonyms(key, networks), progress)
    for name in files:
        yield job.take(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A file to read: its format, and the names of its content and of the options."""

    path: Path
    format: str
    content: str
    options: str


@dataclass(frozen=True, slots=True)
class _Job:
    home: Home
    imports: ImportLog
    options: ImportOptions
    pseudonyms: Pseudonyms
    progress: Progressed | None

    def take(self, name: str) -> Imported:
        try:
            with opened(name, self.progress) as path:
                return self._import(name, path)
        except (InputError, _ReaderUnwellError, OSError) as error:
            log.info("file not taken", file=name, reason=str(error))
            unwell = isinstance(error, _ReaderUnwellError)
            return Imported(file=name, record=None, problem=str(error), unwell=unwell)
        except NoroshiError:
            raise
        except Exception:
            # A reader met something it should have refused: one file, not the whole run.
            log.exception("file not taken", file=name)
            problem = "its reader failed; please report this with the log line above"
            return Imported(file=name, record=None, problem=problem)

    def _import(self, name: str, path: Path) -> Imported:
        format_ = detect_format(path) if self.options.format == "auto" else self.options.format
        content, options = self._content_digest(name, path), self.options.digest(format_)
        digest = f"{content}-{options}"
        known = self.imports.find_import(digest)
        lake = FlowLake(self.home.flows)
        if known and all(lake.holds(file) for file in known.files):
            return Imported(file=name, record=known, again=True)
        reading = _Reading(path=path, format=format_, content=content[:16], options=options)
        _refuse_other_reading(self.home, reading)
        tally = Tally()
        files = self._write(name, reading, tally)
        record = ImportRecord(
            digest=digest,
            path=name,
            format=format_,
            read=tally.read,
            kept=tally.kept,
            refused=dict(sorted(tally.refused.items())),
            files=files,
            imported_at=datetime.now(UTC),
        )
        self.imports.save_import(record)
        if tally.aside:
            log.info("passed over", file=name, **tally.aside)
        return Imported(
            file=name, record=record, examples=tuple(tally.examples), aside=dict(tally.aside)
        )

    def _content_digest(self, name: str, path: Path) -> str:
        digest, size = hashlib.sha256(), path.stat().st_size
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                self._told(Progress(file=name, octets=file.tell(), size=size))
        return digest.hexdigest()

    def _told(self, progress: Progress) -> None:
        if self.progress is not None:
            self.progress(progress)

    def _write(self, name: str, reading: _Reading, tally: Tally) -> tuple[str, ...]:
        sampling = self.options.sampling
        source = Source(path=reading.path, uniflow=self.options.uniflow, sampling=sampling)
        writer = LakeWriter(self.home.flows, reading.content, reading.options)
        size = reading.path.stat().st_size
        try:
            for table in _rows(reading.format, source, tally):
                stamped = stamp(table, sampling=sampling, exporter=reading.format)
                writer.add(hide_subscribers(stamped, self.pseudonyms))
                self._told(Progress(file=name, rows=tally.read, octets=tally.octets, size=size))
            with Swap(self.home.flows) as swap:
                swap.lock()  # nobody merges the files that this replaces
                _refuse_other_reading(self.home, reading)
                return writer.finish()
        except BaseException:
            writer.abandon()
            raise


class _ReaderUnwellError(SourceError):
    """What a reader needs is missing; other files may do without."""


def _refuse_other_reading(home: Home, reading: _Reading) -> None:
    """Rows of an earlier import that were merged into whole hours cannot be replaced alone.

    Raises:
        InputError: The content was taken in with other options, and merged since.
    """
    mine = f"{reading.content}-{reading.options}-"
    if any(not name.startswith(mine) for name in merged_contents(home.flows, reading.content)):
        raise InputError(
            "it is in the lake, read with other options, and was merged into whole hours since; "
            "import it with the options of the first time, or into another home"
        )


def _rows(format_: str, source: Source, tally: Tally) -> Iterator[pa.Table]:
    try:
        yield from reader_of(format_)(source, tally)
    except SourceError as error:
        raise _ReaderUnwellError(str(error)) from error


def _expand(paths: Sequence[str]) -> Iterator[str]:
    for text in paths:
        if text == "-" or Path(text).is_file():
            yield text
        elif Path(text).is_dir():
            yield from sorted(str(p) for p in Path(text).rglob("*") if p.is_file())
        else:
            found = sorted(name for name in glob(text, recursive=True) if Path(name).is_file())  # noqa: PTH207  # patterns may be absolute
            if not found:
                raise ConfigError(f"no file at {text}; give files, folders, globs or -")
            yield from found
