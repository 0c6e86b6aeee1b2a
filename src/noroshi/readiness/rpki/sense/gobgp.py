"""GoBGP: routes of `gobgp global rib -j`."""

from collections import Counter
from typing import Any

import msgspec
import pyarrow as pa

from noroshi.readiness.rpki.sense.content import NO_JSON
from noroshi.readiness.rpki.sense.path import Teller, origin_text
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

AS_PATH = 2


class _Segment(msgspec.Struct):
    segment_type: int
    asns: list[int] = []


class _Path(msgspec.Struct):
    as_paths: list[_Segment] = []


class _Route(msgspec.Struct):
    attrs: list[dict[str, Any]]


def columns_of_gobgp(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """Prefix and origin of each distinct route, in the order of the table.

    Raises:
        InputError: It is JSON of another form.
    """
    try:
        table = msgspec.json.decode(octets, type=dict[str, list[Any]])
    except NO_JSON as error:
        raise InputError(f"it is no JSON of gobgp global rib -j ({error})") from error
    seen: dict[tuple[str, str], None] = {}
    for prefix, routes in table.items():
        for route in routes:
            try:
                seen[prefix, _told(msgspec.convert(route, _Route), tell)] = None
            except msgspec.ValidationError:
                refused["bad-record"] += 1
    return (
        pa.array([prefix for prefix, _ in seen], pa.string()),
        pa.array([origin for _, origin in seen], pa.string()),
    )


def _told(route: _Route, tell: Teller) -> str:
    """What is told of a path; a route without path is the speaker's own."""
    for attribute in route.attrs:
        if attribute.get("type") == AS_PATH:
            path = msgspec.convert(attribute, _Path)
            return tell([(part.segment_type, part.asns) for part in path.as_paths])
    return ""
