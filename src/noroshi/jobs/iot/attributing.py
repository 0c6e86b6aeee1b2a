"""Attributing: addresses of rows to AS and operator, and exposures to one report an operator."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec
import pyarrow as pa

from noroshi.iot.analyse.attribution import Attribution
from noroshi.iot.report import FORMATS, Exposure, Reported, Sender, read_exposures
from noroshi.spine.flows.address import parse_addresses
from noroshi.spine.flows.as_table import read_as_table
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError, Operator
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators

BLOCK = 65_536
"""Rows that are looked up at a time."""

Servers = Callable[[Sequence[Exposure]], list[int]]
"""How many listed servers the address of each exposure met."""


@dataclass(slots=True)
class Attributed:
    """A run: rows read, those refused by reason, and those left out of reports by their mark."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The report of one operator.

    Attributes:
        operator: Whose.
        rows: Exposures in it.
        file: Where it lies.
    """

    operator: Operator
    rows: int
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """All reports of a run, and what could be given to nobody.

    Attributes:
        written: By operator, in the order of their ids.
        unowned: Exposures outside the operators' networks, by AS number, most first; 0: unknown.
        names: Names of these AS.
    """

    written: tuple[Written, ...]
    unowned: tuple[tuple[int, int], ...]
    names: dict[int, str]


def open_attribution(home: Home, as_table: Path | None) -> Attribution:
    """Attribution by the operators of a home and a file of AS ranges.

    Args:
        home: Whose members are the operators.
        as_table: The file; without one that of the settings, without that prefixes alone speak.

    Raises:
        SourceError: The file cannot be read.
        InputError: It is no such file.
    """
    named = home.settings.iot.as_table
    path = as_table or (home.path / named if named else None)
    with Database.open(home.create().state) as database:
        operators = Operators(database).all()
    return Attribution(None if path is None else read_as_table(path), operators)


def attribute(
    lines: Iterable[bytes | None], attribution: Attribution, done: Attributed
) -> Iterator[dict[str, object]]:
    """Each row that has an `address`, with `asn`, `as_name` and `operator`; in input order.

    Args:
        lines: JSON objects; null for a line that was too long.
        attribution: Who answers for which address.
        done: Counts, filled while rows are read.
    """
    rows = _rows(lines, done)
    while block := list(islice(rows, BLOCK)):
        addresses, known = parse_addresses(pa.array([str(row.get("address")) for row in block]))
        asns, places = attribution.systems_of(addresses), attribution.places_of(addresses)
        for row, is_known, asn, place in zip(
            block, known.tolist(), asns.tolist(), places.tolist(), strict=True
        ):
            if not is_known:
                done.refused["no-address"] += 1
                continue
            operator = attribution.operator_at(place)
            yield row | {
                "asn": asn or None,
                "as_name": attribution.name_of(asn) or None,
                "operator": operator.id if operator else None,
            }


def write_reports(  # noqa: PLR0913  # what one run is told
    lines: Iterable[bytes | None],
    attribution: Attribution,
    *,
    folder: Path,
    form: str,
    sender: Sender,
    done: Attributed,
    marked: bool = False,
    servers: Servers | None = None,
) -> Reports:
    """One file an operator that has exposures; each is written whole or not at all.

    Args:
        lines: JSON objects; null for a line that was too long.
        attribution: Who answers for which address.
        folder: Where the files go.
        form: One of the formats.
        sender: Who reports.
        done: Counts, filled while rows are read.
        marked: Whether exposures with a mark are told too.
        servers: How many listed servers the address of each exposure met; those that met most
            come first. Null leaves the order to time.

    Raises:
        ConfigError: The folder cannot be made.
    """
    by_operator: defaultdict[str, list[Reported]] = defaultdict(list)
    unowned: Counter[int] = Counter()
    owners: dict[str, Operator] = {}
    for row, operator in _reported(lines, attribution, done):
        if row.exposure.mark and not marked:
            done.left_out[row.exposure.mark] += 1
            continue
        if operator is None:
            unowned[row.asn] += 1
        else:
            owners[operator.id] = operator
            by_operator[operator.id].append(row)
    written = tuple(
        _write(folder, form, owners[name], _ordered(by_operator[name], servers), sender)
        for name in sorted(owners)
    )
    names = {asn: attribution.name_of(asn) for asn in unowned}
    return Reports(written=written, unowned=tuple(unowned.most_common()), names=names)


def _ordered(rows: list[Reported], servers: Servers | None) -> list[Reported]:
    """By the servers met, then by time, address and port."""
    met = servers([row.exposure for row in rows]) if servers else [0] * len(rows)
    pairs = zip(met, rows, strict=True)
    return [row for _, row in sorted(pairs, key=lambda pair: (-pair[0], *_place(pair[1])))]


def _place(row: Reported) -> tuple[datetime, str, int]:
    return row.exposure.time, row.exposure.address, row.exposure.port


def _write(
    folder: Path, form: str, operator: Operator, rows: list[Reported], sender: Sender
) -> Written:
    chosen = FORMATS[form]
    file = folder / f"{operator.id}{chosen.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}") from error
    write_whole(chosen.render(rows, sender), file)
    return Written(operator=operator, rows=len(rows), file=file)


def _reported(
    lines: Iterable[bytes | None], attribution: Attribution, done: Attributed
) -> Iterator[tuple[Reported, Operator | None]]:
    rows = read_exposures(_counted(lines, done), done.refused)
    while block := list(islice(rows, BLOCK)):
        addresses, _ = parse_addresses(pa.array([row.address for row in block]))
        asns, places = attribution.systems_of(addresses), attribution.places_of(addresses)
        for row, asn, place in zip(block, asns.tolist(), places.tolist(), strict=True):
            yield Reported(row, asn), attribution.operator_at(place)


def _rows(lines: Iterable[bytes | None], done: Attributed) -> Iterator[dict[str, object]]:
    decode = msgspec.json.Decoder(dict[str, object]).decode
    for line in _counted(lines, done):
        if line is None:
            done.refused["too-large"] += 1
            continue
        row = None
        with suppress(msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            row = decode(line)
        if row is None:
            done.refused["no-json-object"] += 1
        else:
            yield row


def _counted(lines: Iterable[bytes | None], done: Attributed) -> Iterator[bytes | None]:
    for line in lines:
        done.read += 1
        yield line
