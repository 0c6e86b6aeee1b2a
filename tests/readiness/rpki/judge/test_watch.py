"""Watch: each change gives its finding, and what stays gives none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from noroshi.readiness.rpki.judge.watch import WatchLimits, is_sound, watch
from noroshi.readiness.rpki.look import Look

LAST = Look(
    at=datetime(2026, 1, 1, tzinfo=UTC),
    vrps=1000,
    anchors={"apnic": 600, "ripe": 400},
    routes={"192.0.2.0/24 64500": "valid", "2001:db8::/32 64500": "not-found"},
)


def codes(now, last=LAST):
    return [(one.code, one.level.value) for one in watch(last, now, [64500], WatchLimits())]


def routes(**more):
    return replace(LAST, routes={**LAST.routes, **more})


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (LAST, []),
        (routes(**{"192.0.2.0/24 64500": "invalid"}), [("own.invalid", "bad")]),
        (routes(**{"192.0.2.0/24 64500": "not-found"}), [("own.not-found", "bad")]),
        (routes(**{"192.0.2.0/25 64666": "invalid"}), [("own.origin", "bad")]),
        (replace(LAST, routes={"2001:db8::/32 64500": "not-found"}), [("own.gone", "warn")]),
        (replace(LAST, vrps=979), [("vrps.sudden-loss", "bad")]),
        (
            replace(LAST, vrps=981, anchors={"apnic": 600, "ripe": 379}),
            [("vrps.sudden-loss", "bad")],
        ),
        (replace(LAST, anchors={}), []),
        (
            replace(LAST, ends={"192.0.2.0/24": int(LAST.at.timestamp()) + 9}),
            [("roa.ends", "warn")],
        ),
        (replace(LAST, ends={"192.0.2.0/24": 1}), [("roa.ends", "bad")]),
    ],
)
def test_each_change_is_told(now, found):
    assert codes(now) == found


def test_a_fault_of_the_registry_is_told_apart_from_the_own():
    now = replace(routes(**{"192.0.2.0/24 64500": "not-found"}), vrps=500)
    assert codes(now) == [("vrps.sudden-loss", "bad"), ("own.not-found", "warn")]
    assert not is_sound(list(watch(LAST, now, [64500], WatchLimits())))


def test_the_first_look_notes_others_and_tells_what_is_invalid():
    now = routes(**{"192.0.2.0/25 64666": "invalid", "203.0.113.0/24 64500": "invalid"})
    assert codes(now, None) == [("own.invalid", "bad"), ("own.origin", "note")]
