"""Delta: all of what changed, tombstones with it, and nothing about people."""

import json

import pytest

from noroshi.relay.notify import Delta, delta_body, may_travel
from noroshi.spine.model import Standing, Text, Tlp


def body_of(*editions):
    told = delta_body(
        Delta(webhook_id="w", delivery_id="d", after=0, until=9, more=False, editions=editions)
    )
    return told, json.loads(told)


def test_a_delivery_says_where_it_stands(edition_of):
    _, told = body_of(edition_of(1), edition_of(2))
    assert {key: told[key] for key in told if key != "changes"} == {
        "event": "changes",
        "version": 1,
        "webhook": "w",
        "delivery": "d",
        "after": 0,
        "until": 9,
        "more": False,
    }
    assert [change["sequence"] for change in told["changes"]] == [1, 2]


def test_a_change_says_what_to_do_with_what(edition_of):
    _, told = body_of(edition_of(1))
    (change,) = told["changes"]
    assert change["remove"] is False
    assert change["subject"] == {"kind": "endpoint", "value": "192.0.2.1:443/tcp"}
    assert change["added_at"] == "2026-01-01T00:00:00Z"
    assert (change["confidence"], change["tlp"]) == (91, "TLP:AMBER")


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.LIVE}))
def test_whatever_does_not_hold_is_a_tombstone(edition_of, standing):
    _, told = body_of(edition_of(1, standing))
    assert (told["changes"][0]["remove"], told["changes"][0]["standing"]) == (True, standing)


def test_who_changed_it_is_not_told(edition_of):
    assert b"hanako" not in body_of(edition_of(1))[0]


def test_a_planted_address_does_not_travel(edition_of):
    planted = Text(ja="100.64.3.7 が接続", en="100.64.3.7 connects; 192.0.2.1 answers")
    told, _ = body_of(edition_of(1, reason=planted, reasons=(planted,)))
    assert b"100.64.3.7" not in told
    assert b"withheld" in told


def test_red_stays(edition_of):
    assert [may_travel(edition_of(1, tlp=tlp)) for tlp in Tlp] == [
        tlp is not Tlp.RED for tlp in Tlp
    ]
