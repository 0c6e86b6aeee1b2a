"""Identifying: rows of answers to devices and their weaknesses, from local files only."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from noroshi.iot.analyse import (
    Feature,
    Identifier,
    Identity,
    features_of,
    make_identifier,
    read_databases,
)
from noroshi.iot.analyse.marks import Service, marks_of
from noroshi.iot.judge import EndOfLife, Knowledge, Range, Weakness, parse_end_of_life, parse_kev
from noroshi.iot.judge.nvd import parse_nvd
from noroshi.iot.report.exposure import Trouble
from noroshi.spine.model import ConfigError, InputError

MAX_ROW = 1_048_576
"""Most octets of one input row."""
MAX_PROOFS = 16
CARRIED = (
    "address",
    "port",
    "transport",
    "time",
    "protocol",
    "kind",
    "amplification",
    "mark",
    "device",
)
"""Fields of an input row that its output keeps, so that `iot notify` reads it directly."""
MAX_CARRIED = 200
"""Characters of a kept text; a longer one is none of these fields."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Local files that identification draws on; every one may be left out.

    Attributes:
        recog: Folder of recog's databases.
        nvd: Files of NVD's API 2.0, or folders of `*.json` and `*.json.gz`.
        kev: CISA's catalogue.
        end_of_life: Answers of endoflife.date's API v1, or folders of them.
    """

    recog: Path | None = None
    nvd: tuple[Path, ...] = ()
    kev: Path | None = None
    end_of_life: tuple[Path, ...] = ()


@dataclass(slots=True)
class Identified:
    """A run: its rows in input order, and what was refused."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def identify(
    lines: Iterable[bytes], *, sources: Sources, done: Identified
) -> Iterator[dict[str, object]]:
    """Machine output of each input row that can be read, in input order.

    All rows are identified before the first leaves: which products are there decides what is
    kept of NVD's files.

    Args:
        lines: JSON Lines.
        sources: Local files.
        done: Counts, filled while rows are read.

    Raises:
        ConfigError: A source cannot be read.
        InputError: A source is malformed.
    """
    databases = [] if sources.recog is None else read_databases(sources.recog, origin="recog")
    identifier = make_identifier(databases)
    rows = list(_identities(lines, identifier, done))
    knowledge = read_knowledge(sources, (identity for _, identity, _ in rows))
    _mark(rows)
    told: dict[int, dict[str, object]] = {}
    for kept, identity, _ in rows:
        if id(identity) not in told:
            told[id(identity)] = row_of(identity, knowledge)
        yield kept | told[id(identity)]


def _identities(
    lines: Iterable[bytes], identifier: Identifier, done: Identified
) -> Iterator[tuple[dict[str, object], Identity, tuple[Feature, ...]]]:
    decode = msgspec.json.Decoder(dict[str, object]).decode
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        done.read += 1
        try:
            kept, features = _read(line, number, decode)
        except InputError as error:
            done.refused[str(error)] += 1
            continue
        yield kept, identifier.identify(features), features


def _mark(rows: Iterable[tuple[dict[str, object], Identity, tuple[Feature, ...]]]) -> None:
    """Put a mark on rows of hosts and networks that answer everything; one that is there stays."""
    placed = [
        (kept, Service(address, port, str(kept.get("protocol", "")), features, _reflects(kept)))
        for kept, _, features in rows
        if isinstance(address := kept.get("address"), str)
        and isinstance(port := kept.get("port"), int)
    ]
    for (kept, _), mark in zip(placed, marks_of([one for _, one in placed]), strict=True):
        if mark is not None:
            kept.setdefault("mark", mark.value)


def _reflects(row: Mapping[str, object]) -> bool:
    return row.get("kind") == Trouble.REFLECTOR.value


def _read(
    line: bytes, number: int, decode: Callable[[bytes], dict[str, object]]
) -> tuple[dict[str, object], tuple[Feature, ...]]:
    if len(line) > MAX_ROW:
        raise InputError("too-large")
    try:
        row = decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError("no-json-object") from error
    name = row.get("id", number)
    if not isinstance(name, str | int):
        raise InputError("id-is-no-text")
    return {"id": name} | dict(_carried(row)), features_of(row)


def _carried(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name in CARRIED:
        value = row.get(name)
        if isinstance(value, int | float) or (isinstance(value, str) and len(value) <= MAX_CARRIED):
            yield name, value


def read_knowledge(sources: Sources, identities: Iterable[Identity]) -> Knowledge:
    """What the files say of the products that were identified.

    Raises:
        ConfigError: A file cannot be read.
        InputError: A file is malformed.
    """
    wanted = {cpe[:3] for identity in identities for cpe in identity.cpes}
    ranges: list[Range] = []
    for path in _files(sources.nvd, ("*.json", "*.json.gz")):
        ranges += _parsed(path, lambda octets: parse_nvd(octets, wanted=wanted))
    ends: list[EndOfLife] = []
    for path in _files(sources.end_of_life, ("*.json",)):
        ends += _parsed(path, parse_end_of_life)
    exploited = frozenset[str]() if sources.kev is None else _parsed(sources.kev, parse_kev)
    return Knowledge(ranges=ranges, exploited=exploited, ends=ends)


def row_of(identity: Identity, knowledge: Knowledge) -> dict[str, object]:
    """Machine output of an identity, as the command contract writes it."""
    weaknesses = knowledge.weaknesses_of(identity)
    end = knowledge.end_of(identity)
    return {
        "vendor": identity.vendor or None,
        "product": identity.product or None,
        "version": identity.version or None,
        "cpe": str(identity.cpes[0]) if identity.cpes else None,
        "cves": [weakness.cve for weakness in weaknesses],
        "kev": any(weakness.exploited for weakness in weaknesses),
        "eol": end.isoformat() if isinstance(end, date) else None,
        "confidence": identity.confidence.value,
        "evidence": [*_proofs(identity), *(_evidence(weakness) for weakness in weaknesses)],
    }


def _proofs(identity: Identity) -> Iterator[Mapping[str, object]]:
    for proof in identity.proofs[:MAX_PROOFS]:
        yield {"source": proof.source, "pattern": proof.pattern, "params": proof.params}


def _evidence(weakness: Weakness) -> Mapping[str, object]:
    params = {
        "cve": weakness.cve,
        "certainty": weakness.certainty.value,
        "exploited": "yes" if weakness.exploited else "no",
    }
    return {"source": "nvd", "pattern": str(weakness.cpe), "params": params}


def _files(paths: Iterable[Path], patterns: tuple[str, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(file for pattern in patterns for file in path.glob(pattern))
            if not found:
                raise ConfigError(f"{path} holds none of {', '.join(patterns)}")
            yield from found
        else:
            yield path


def _parsed(path: Path, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
