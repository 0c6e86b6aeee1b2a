"""VRP file: what validators write: JSON of rpki-client, Routinator and FORT, and CSV."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.table import (
    column_at,
    layout_of,
    place_of,
    read_columns,
)
from noroshi.readiness.rpki.vrps import Vrps, VrpTexts, parse_vrps
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

PREFIX = ("ip prefix", "prefix")
ASN = ("asn", "as", "origin")
MAX_LENGTH = ("max length", "maxlength", "max_length")
EXPIRES = ("expires",)


class _Roa(msgspec.Struct):
    prefix: str
    asn: int | str
    maxLength: int | None = None  # the file's own key
    expires: int | None = None


class _Metadata(msgspec.Struct):
    buildtime: str | None = None
    generatedTime: str | None = None  # the file's own key


class _Snapshot(msgspec.Struct):
    roas: list[_Roa]
    metadata: _Metadata | None = None


class _Loose(msgspec.Struct):
    roas: list[Any]
    metadata: Any = None


def read_vrps(path: Path) -> Vrps:
    """The VRPs of a file; malformed records are left out and counted in it.

    A file that is cut is refused whole: missing VRPs make invalid routes look not found.

    Raises:
        InputError: The file is cut, too large, of no known form, or holds no VRP.
    """
    content = read_content(path)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; VRPs that are missing would change verdicts")
    try:
        found = parse_vrp_octets(content.octets)
    except InputError as error:
        raise InputError(f"{path.name} gives no VRPs: {error}") from error
    if not len(found):
        told = ", ".join(f"{count:,} {reason}" for reason, count in found.refused.items())
        raise InputError(
            f"{path.name} holds no VRP ({told or 'it is empty'}); "
            "without any, every route would be not found"
        )
    return found


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
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"it is no JSON ({error})") from error
    return whole.roas, _made_at(whole.metadata)


def _roas_one_by_one(octets: bytes, refused: Counter[str]) -> tuple[list[_Roa], datetime | None]:
    """The good records of a snapshot that also holds bad ones."""
    try:
        loose = msgspec.json.decode(octets, type=_Loose)
    except (msgspec.DecodeError, RecursionError) as error:
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
    columns = read_columns(octets, layout, refused)
    prefix, asn, max_length, expires = (
        column_at(columns, place, len(columns[0])) for place in places
    )
    return VrpTexts(prefix=prefix, asn=asn, max_length=max_length, expires=expires)
