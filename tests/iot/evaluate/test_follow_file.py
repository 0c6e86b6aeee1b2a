import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.evaluate import Followed, read_followed

ROW = {"arm": "letter", "notified": "2026-03-01T00:00:00Z", "last_seen": "2026-03-03T00:00:00Z"}


def read(*rows):
    refused = Counter()
    lines = [
        row if row is None or isinstance(row, bytes) else json.dumps(row).encode() for row in rows
    ]
    return list(read_followed(lines, "arm", refused)), dict(refused)


def test_a_device_is_followed_to_its_mending_or_to_the_last_sight():
    devices, refused = read(ROW, ROW | {"fixed": "2026-03-02T12:00:00Z"})
    assert devices == [
        Followed(days=2.0, is_fixed=False, group="letter"),
        Followed(days=1.5, is_fixed=True, group="letter"),
    ]
    assert not refused


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "too-large"),
        (b"{", "no-json-object"),
        (b"[]", "bad-row"),
        ({"arm": "letter"}, "bad-row"),
        (ROW | {"arm": 3}, "no-group"),
        (ROW | {"last_seen": None}, "never-seen-again"),
        (ROW | {"last_seen": "2026-03-03T00:00:00"}, "time-without-zone"),
        (ROW | {"last_seen": "2026-02-03T00:00:00Z"}, "seen-before-notice"),
    ],
)
def test_a_bad_row_is_counted(row, reason):
    devices, refused = read(row, ROW)
    assert len(devices) == 1
    assert refused == {reason: 1}


@given(st.binary(max_size=120))
def test_any_octets_are_a_device_or_counted(octets):
    devices, refused = read(octets)
    assert len(devices) + sum(refused.values()) == 1
