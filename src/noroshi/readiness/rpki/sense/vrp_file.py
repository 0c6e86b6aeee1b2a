"""VRP file: what validators write: JSON of rpki-client, Routinator and FORT, and CSV."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki.numbers import MOST_AS
from noroshi.readiness.rpki.prefixes import I64, parse_prefixes
from noroshi.readiness.rpki.sense.aspa_file import Aspas, parse_aspa_octets
from noroshi.readiness.rpki.sense.content import LARGEST_BYTES, NO_JSON, read_content
from noroshi.readiness.rpki.sense.roa_columns import RoaColumns, columns_of_roas
from noroshi.readiness.rpki.sense.roa_stream import RoaStream, Unusual, is_frame
from noroshi.readiness.rpki.sense.table import (
    layout_of,
    place_of,
    read_columns,
)
from noroshi.readiness.rpki.vrps import (
    LATEST,
    NO_EXPIRY,
    Vrps,
    VrpTexts,
    checked_vrps,
    joined_vrps,
    parse_vrps,
)
from noroshi.spine.flows.arrow import Array, repeated
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError

PREFIX = ("ip prefix", "prefix")
ASN = ("asn", "as", "origin")
MAX_LENGTH = ("max length", "maxlength", "max_length")
EXPIRES = ("expires",)


BLOCK = 1 << 20
"""Octets of JSON that are decoded at a time."""

LONGEST_PREFIX = 128

SAID_BY_PREFIX = -1
"""Stands for a maxLength that is not told: the prefix alone may be announced."""


class _Roa(msgspec.Struct, gc=False):
    prefix: str
    asn: int | str
    maxLength: int | None = None  # the file's own key
    expires: int | None = None


class _Plain(msgspec.Struct, gc=False):
    """A record as nearly all are: numbers that fit, so that columns need no text."""

    prefix: str
    asn: Annotated[int, msgspec.Meta(ge=0, le=MOST_AS)]
    maxLength: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_PREFIX)] = SAID_BY_PREFIX
    expires: Annotated[int, msgspec.Meta(ge=0, le=LATEST)] = NO_EXPIRY


class _Metadata(msgspec.Struct):
    buildtime: str | None = None
    generatedTime: str | None = None  # the file's own key


class _Snapshot(msgspec.Struct):
    roas: list[_Roa]
    metadata: _Metadata | None = None


class _Loose(msgspec.Struct):
    roas: list[Any]
    metadata: Any = None


Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Generic[Part]):
    """What was made of a file.

    Attributes:
        parts: One for each block of the file, at least one.
        made_at: When the validator made the snapshot; null where it is not told.
        aspas: Providers of each customer AS.
    """

    parts: list[Part]
    made_at: datetime | None
    aspas: Aspas


def read_vrps(path: Path) -> Vrps:
    """The VRPs of a file; malformed records are left out and counted in it.

    A file that is cut is refused whole: missing VRPs make invalid routes look not found.

    Raises:
        InputError: The file is cut, too large, of no known form, or holds no VRP.
    """
    found = gather_vrps(path, lambda part: part)
    return replace(joined_vrps(found.parts), made_at=found.made_at)


def gather_vrps(path: Path, make: Callable[[Vrps], Part]) -> Gathered[Part]:
    """What is made of the VRPs of a file, a block at a time, so that not all of them are in memory.

    Args:
        path: The file.
        make: Called for each block; its VRPs are forgotten then. What it gave is thrown away where
            the file turns out to need another way of reading, which begins anew.

    Raises:
        InputError: As `read_vrps`.
    """
    found = _streamed(path, make)
    if found is not None:
        return found
    vrps, octets = _at_once(path)
    if not len(vrps):
        told = ", ".join(f"{count:,} {reason}" for reason, count in vrps.refused.items())
        raise InputError(
            f"{path.name} holds no VRP ({told or 'it is empty'}); "
            "without any, every route would be not found"
        )
    return Gathered(parts=[make(vrps)], made_at=vrps.made_at, aspas=_aspas(octets))


def _at_once(path: Path) -> tuple[Vrps, bytes]:
    content = read_content(path)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; VRPs that are missing would change verdicts")
    try:
        return parse_vrp_octets(content.octets), content.octets
    except InputError as error:
        raise InputError(f"{path.name} gives no VRPs: {error}") from error


def _streamed(path: Path, make: Callable[[Vrps], Part]) -> Gathered[Part] | None:
    """The VRPs of JSON in the validators' usual form; null where the file has another, or none."""
    parts, count = list[Part](), 0
    try:
        stream = _opened(path)
        decode = msgspec.json.Decoder(list[_Plain]).decode
        for records in stream.records():
            columns = columns_of_roas(records)
            vrps = _vrps_of_columns(columns) if columns else _vrps_of_plain(decode(records))
            count += len(vrps)
            parts.append(make(vrps))
        if not count or not is_frame(stream.frame):
            return None
        metadata = msgspec.json.decode(stream.frame, type=_Snapshot).metadata
    except (Unusual, OSError, *NO_JSON):
        return None  # a file that cannot be read is told by the other way
    return Gathered(parts=parts, made_at=_made_at(metadata), aspas=_aspas(stream.frame))


def _aspas(octets: bytes) -> Aspas:
    return parse_aspa_octets(octets)[0] if b'"aspas"' in octets else {}


def _opened(path: Path) -> RoaStream:
    """The stream of a file that begins as JSON does."""

    def blocks() -> Iterator[bytes]:
        tally, size = Tally(), 0
        for block in read_blocks(path, tally, BLOCK):
            size += len(block)
            if size > LARGEST_BYTES or (size == len(block) and block.lstrip()[:1] != b"{"):
                raise Unusual
            yield block
        if tally.refused:
            raise Unusual

    return RoaStream(blocks())


def _vrps_of_columns(columns: RoaColumns) -> Vrps:
    """The same of columns.

    Raises:
        Unusual: A number is too large to be one.
    """
    expires = columns.expires
    if columns.asn.max() > MOST_AS or columns.max_length.max() > LONGEST_PREFIX:
        raise Unusual
    if expires is None:
        expires = np.full(len(columns.asn), NO_EXPIRY)
    elif expires.max() > LATEST:
        raise Unusual
    prefixes, fault = parse_prefixes(columns.prefix)
    return checked_vrps(
        prefixes,
        fault,
        max_length=columns.max_length,
        asn=columns.asn,
        expires=expires,
        made_at=None,
        refused=Counter(),
    )


def _vrps_of_plain(roas: list[_Plain]) -> Vrps:
    prefixes, fault = parse_prefixes(_column([roa.prefix for roa in roas]))
    told = _numbers(roas, "maxLength")
    return checked_vrps(
        prefixes,
        fault,
        max_length=np.where(told == SAID_BY_PREFIX, prefixes.length, told),
        asn=_numbers(roas, "asn"),
        expires=_numbers(roas, "expires"),
        made_at=None,
        refused=Counter(),
    )


def _numbers(roas: list[_Plain], name: str) -> I64:
    return np.fromiter(map(attrgetter(name), roas), np.int64, len(roas))


def parse_vrp_octets(octets: bytes) -> Vrps:
    """The VRPs in some octets.

    Raises:
        InputError: They are of no known form.
    """
    refused: Counter[str] = Counter()
    if octets.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        roas, made_at = _roas_of_json(octets.removeprefix(b"\xef\xbb\xbf"), refused)
        return parse_vrps(_texts_of_roas(roas), made_at=made_at, refused=refused)
    return parse_vrps(_texts_of_table(octets, refused), made_at=None, refused=refused)


def _roas_of_json(octets: bytes, refused: Counter[str]) -> tuple[list[_Roa], datetime | None]:
    try:
        whole = msgspec.json.decode(octets, type=_Snapshot)
    except msgspec.ValidationError:
        return _roas_one_by_one(octets, refused)
    except NO_JSON as error:
        raise InputError(f"it is no JSON ({error})") from error
    return whole.roas, _made_at(whole.metadata)


def _roas_one_by_one(octets: bytes, refused: Counter[str]) -> tuple[list[_Roa], datetime | None]:
    """The good records of a snapshot that also holds bad ones."""
    try:
        loose = msgspec.json.decode(octets, type=_Loose)
    except NO_JSON as error:
        raise InputError(f"it is no list of ROAs ({error})") from error
    roas: list[_Roa] = []
    for record in loose.roas:
        try:
            roas.append(msgspec.convert(record, _Roa))
        except msgspec.ValidationError:
            refused["bad-record"] += 1
    try:
        metadata = msgspec.convert(loose.metadata, _Metadata | None)
    except msgspec.ValidationError:
        metadata = None
    return roas, _made_at(metadata)


def _made_at(metadata: _Metadata | None) -> datetime | None:
    told = metadata and (metadata.buildtime or metadata.generatedTime)
    if not told:
        return None
    try:
        moment = datetime.fromisoformat(told)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _texts_of_roas(roas: list[_Roa]) -> VrpTexts:
    return VrpTexts(
        prefix=_column([roa.prefix for roa in roas]),
        asn=_column([str(roa.asn) for roa in roas]),
        max_length=_column(["" if roa.maxLength is None else str(roa.maxLength) for roa in roas]),
        expires=_column(["" if roa.expires is None else str(roa.expires) for roa in roas]),
    )


def _column(texts: list[str]) -> Array:
    return pa.array(texts, pa.string())


def _texts_of_table(octets: bytes, refused: Counter[str]) -> VrpTexts:
    layout = layout_of(octets, [*PREFIX, *MAX_LENGTH])
    places = [place_of(layout.names, names) for names in (PREFIX, ASN, MAX_LENGTH, EXPIRES)]
    if places[0] is None or places[1] is None:
        raise InputError("its first line names no columns; they are ASN, IP Prefix, Max Length")
    told = [place for place in places if place is not None]
    columns = iter(read_columns(octets, layout, refused, told))
    prefix, asn = next(columns), next(columns)
    max_length, expires = (
        repeated("", len(prefix)) if place is None else next(columns) for place in places[2:]
    )
    return VrpTexts(prefix=prefix, asn=asn, max_length=max_length, expires=expires)
