"""Results: what answered, in Parquet of about ten octets a row, and each different answer once."""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from noroshi.iot.survey.targets import Slot
from noroshi.spine.home.whole import whole_file
from noroshi.spine.model import InputError, SourceError

FOLDER, BANNERS = "results", "banners"
_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("address", pa.uint64()),
    ("port", pa.uint16()),
    ("probe", pa.string()),
    ("message", pa.uint8()),
    ("at", pa.timestamp("s", "UTC")),
    ("state", pa.string()),
    ("octets", pa.uint16()),
    ("banner", pa.uint64()),
]
SCHEMA = pa.schema(_COLUMNS)
"""`address` is its number, an IPv6 one's in the round's listing; `octets` is the size of the answer on its transport, for amplification; `banner` names it."""
_BANNER_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("banner", pa.uint64()),
    ("probe", pa.string()),
    ("message", pa.uint8()),
    ("octets", pa.binary()),
    ("certificate", pa.binary()),
]
BANNER_SCHEMA = pa.schema(_BANNER_COLUMNS)

WAITING, OPEN, ANSWERED = "waiting", "open", "answered"
"""States: open and not asked yet, open without a word, open with an answer."""


def now_s() -> int:
    """The present, in seconds of Unix time."""
    return int(time.time())


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one target said.

    Attributes:
        address: As a number.
        slot: What was asked.
        message: Which message of the probe was answered.
        at_s: When, in seconds of Unix time.
        state: Whether it said anything.
        octets: Its answer, bounded.
        certificate: Its TLS certificate in DER; empty without TLS.
    """

    address: int
    slot: Slot
    message: int
    at_s: int
    state: str
    octets: bytes = b""
    certificate: bytes = b""

    def banner(self) -> int:
        """A name of the answer: equal answers have the same; 0 where nothing was said."""
        if not self.octets and not self.certificate:
            return 0
        name = hashlib.blake2b(digest_size=8)
        for part in (self.slot.probe.name.encode(), bytes([self.message]), self.octets):
            name.update(len(part).to_bytes(4, "big") + part)
        name.update(self.certificate)
        return int.from_bytes(name.digest(), "big")


def write_part(run: Path, name: str, answers: Sequence[Answer]) -> None:
    """Write the answers of one go at a chunk, whole or not at all; sorted, so that they pack well.

    Raises:
        SourceError: The disk does not take it.
    """
    ordered = sorted(answers, key=lambda one: (one.address, one.slot.port, one.message))
    names = [one.banner() for one in ordered]
    columns = [
        pa.array(np.array([one.address for one in ordered], np.uint64)),
        pa.array(np.array([one.slot.port for one in ordered], np.uint16)),
        pa.array([one.slot.probe.name for one in ordered], pa.string()),
        pa.array(np.array([one.message for one in ordered], np.uint8)),
        pa.array([one.at_s for one in ordered], pa.timestamp("s", "UTC")),
        pa.array([one.state for one in ordered], pa.string()),
        pa.array(np.array([min(len(one.octets), 65_535) for one in ordered], np.uint16)),
        pa.array(np.array(names, np.uint64)),
    ]
    different = {name: one for name, one in zip(names, ordered, strict=True) if name}
    banners = pa.table(
        [
            pa.array(np.array(list(different), np.uint64)),
            pa.array([one.slot.probe.name for one in different.values()], pa.string()),
            pa.array(np.array([one.message for one in different.values()], np.uint8)),
            pa.array([one.octets for one in different.values()], pa.binary()),
            pa.array([one.certificate for one in different.values()], pa.binary()),
        ],
        schema=BANNER_SCHEMA,
    )
    _write(run / BANNERS / f"{name}.parquet", banners)
    _write(run / FOLDER / f"{name}.parquet", pa.table(columns, schema=SCHEMA))


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with whole_file(path) as file:
            pq.write_table(table, file, compression="zstd")
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written: {error.strerror}; make room and run again, which asks"
            " this chunk once more"
        ) from error


def parts(run: Path) -> list[Path]:
    """Files of results of a round, in order of their names."""
    return sorted((run / FOLDER).glob("*.parquet"))


def read_results(run: Path, names: Iterable[str] | None = None) -> pa.Table:
    """Results of a round, or of some of its goes.

    Raises:
        InputError: A file is damaged.
    """
    wanted = parts(run) if names is None else [run / FOLDER / f"{name}.parquet" for name in names]
    tables = [_read(path, SCHEMA) for path in wanted]
    return pa.concat_tables([SCHEMA.empty_table(), *tables])


def newest_at(part: Path) -> datetime | None:
    """When the last answer of a part came; null for one without answers.

    Raises:
        InputError: The file is damaged.
    """
    found: datetime | None = pc.max(_read(part, SCHEMA)["at"]).as_py()
    return found


def delete_part(run: Path, part: Path) -> int:
    """Delete a part with the texts of its answers; gives the octets that were freed.

    Texts go first: should it end in between, the part is still there to be deleted again.

    Raises:
        SourceError: The disk does not let go of it.
    """
    freed = 0
    for path in (run / BANNERS / part.name, part):
        try:
            freed += path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise SourceError(
                f"{path} cannot be deleted: {error.strerror}; run it again"
            ) from error
    return freed


def read_banners(run: Path) -> Iterator[dict[str, object]]:
    """Each different answer, once."""
    seen: set[object] = set()
    for path in sorted((run / BANNERS).glob("*.parquet")):
        for row in _read(path, BANNER_SCHEMA).to_pylist():
            if row["banner"] not in seen:
                seen.add(row["banner"])
                yield row


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    try:
        return pq.read_table(path, partitioning=None).select(schema.names).cast(schema)
    except (pa.ArrowException, OSError, KeyError) as error:
        raise InputError(f"{path.name} is damaged ({error}); take it from the backup") from error
