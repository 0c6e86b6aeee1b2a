"""What is new between two looks."""

from dataclasses import replace

import dns.name
import pytest

from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.watch import Look, changes, look

BEFORE = Look(zone="isp.test.", at_s=0, level="good", ds=[1], keys=[1, 2], expires=10 * 86_400, state="secure")  # fmt: skip


def codes(before, **options):
    return [
        check.code.removeprefix("dnssec.") for check in changes(before, replace(BEFORE, **options))
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, []), ({"ds": []}, ["ds-removed"]), ({"ds": [3]}, ["ds-changed"]), ({"ds": None}, []),
        ({"keys": [2, 3]}, ["keys-changed"]), ({"state": "bogus"}, ["turned-bogus"]), ({"bad": ["x"]}, ["new-faults"]),
        ({"expires": 86_400}, ["expires-soon"]),
    ],
)  # fmt: skip
def test_each_change_is_told(options, expected):
    assert codes(BEFORE, **options) == expected


def test_the_first_look_tells_only_what_is_due():
    assert codes(None, ds=[]) == []
    assert codes(None, expires=3_600) == ["expires-soon"]


def test_a_look_keeps_what_is_compared():
    found = look(Facts(zone=dns.name.from_text("isp.test."), now=7))
    assert (found.zone, found.at_s, found.level, found.ds) == ("isp.test.", 7, "unknown", None)
