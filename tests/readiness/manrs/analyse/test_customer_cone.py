"""Customer cone: sets are expanded once, and RPKI has the last word."""

from collections import Counter

import pyarrow as pa
import pytest

from noroshi.readiness.manrs.analyse.customer_cone import cone, expanded
from noroshi.readiness.manrs.sense.rpsl import Irr
from noroshi.readiness.rpki.routes import parse_routes
from noroshi.readiness.rpki.vrps import VrpTexts, parse_vrps
from noroshi.spine.model import InputError


def made_irr(rows, sets=()):
    columns = (pa.array([row[place] for row in rows], pa.string()) for place in (0, 1))
    return Irr(routes=parse_routes(*columns, refused=Counter()), sets=dict(sets))


def made_vrps(rows):
    texts = [pa.array([str(row[place]) for row in rows], pa.string()) for place in range(3)]
    nothing = pa.array([""] * len(rows), pa.string())
    return parse_vrps(
        VrpTexts(prefix=texts[0], max_length=texts[1], asn=texts[2], expires=nothing),
        made_at=None,
        refused=Counter(),
    )


IRR = made_irr(
    [
        ("192.0.2.0/24", "64500"),
        ("198.51.100.0/24", "64501"),
        ("198.51.100.0/25", "64501"),
        ("203.0.113.0/24", "64502"),
        ("2001:db8::/32", "64500"),
    ],
    {"AS-A": ("AS64500", "AS-B"), "AS-B": ("AS64501", "AS-A", "AS-GONE")},
)
VRPS = made_vrps([("198.51.100.0/24", 24, 64509), ("10.0.0.0/23", 32, 64501)])


def test_sets_are_expanded_once():
    assert expanded(["as-a"], IRR) == ([64500, 64501], ["AS-GONE"])
    with pytest.raises(InputError, match="neither"):
        expanded(["EXAMPLE"], IRR)


def test_what_may_be_announced():
    found = cone(["AS-A"], IRR, VRPS)
    assert [(one.prefix, one.low, one.high) for one in found.ranges] == [
        ("10.0.0.0/23", 23, 24), ("192.0.2.0/24", 24, 24), ("2001:db8::/32", 32, 32),
    ]  # fmt: skip
    assert (found.invalid, found.long, found.missing) == (2, 0, ("AS-GONE",))
    assert cone(["AS64501"], IRR, made_vrps([("192.0.2.0/24", 24, 1)])).long == 1


def test_an_empty_filter_is_refused():
    with pytest.raises(InputError, match="drop all"):
        cone(["AS64999"], IRR, VRPS)
