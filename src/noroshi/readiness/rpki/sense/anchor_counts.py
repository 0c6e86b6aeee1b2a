"""Anchor counts: how many VRPs of a file each trust anchor gave."""

from collections import Counter
from pathlib import Path

import msgspec

from noroshi.readiness.rpki.sense.content import NO_JSON, read_content
from noroshi.readiness.rpki.sense.table import layout_of, place_of, read_columns
from noroshi.spine.flows.arrow import Array, distinct, words
from noroshi.spine.model import InputError

ANCHOR = ("trust anchor", "ta")
MOST_ANCHORS = 64


class _Roa(msgspec.Struct, gc=False):
    ta: str = ""


class _Snapshot(msgspec.Struct):
    roas: list[_Roa]


def count_anchors(path: Path) -> dict[str, int]:
    """VRPs by trust anchor; empty where the file does not tell them, or tells impossibly many.

    Raises:
        InputError: The file cannot be read, or is too large.
    """
    octets = read_content(path).octets
    try:
        found = _of_json(octets) if octets.lstrip()[:1] == b"{" else _of_table(octets)
    except (*NO_JSON, InputError):
        return {}
    named = {anchor: count for anchor, count in found.items() if anchor}
    return named if len(named) <= MOST_ANCHORS else {}


def _of_json(octets: bytes) -> Counter[str]:
    roas = msgspec.json.decode(octets, type=_Snapshot).roas
    return Counter(roa.ta for roa in roas)


def _of_table(octets: bytes) -> Counter[str]:
    layout = layout_of(octets, ["ip prefix", "prefix"])
    place = place_of(layout.names, ANCHOR)
    if place is None:
        return Counter()
    column: Array = read_columns(octets, layout, Counter())[place]
    values, rows = distinct(column)
    counts = Counter(rows.tolist())
    return Counter({text: counts[at] for at, text in enumerate(words(values))})
