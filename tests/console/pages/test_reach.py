"""Reach: an operator sees the lists that it is entitled to, and nothing marked for persons only."""

from dataclasses import replace

from noroshi.console.caller import NOBODY
from noroshi.console.pages.reach import SHOWN_TLPS, collections_of, sees
from noroshi.spine.model import COLLECTIONS, Tlp
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators

from .conftest import somebody


def test_an_operator_sees_what_it_is_entitled_to(made):
    hub, _ = made
    assert collections_of(hub, somebody("reader", "gamma")) == COLLECTIONS[:2]
    assert collections_of(hub, somebody("coordinator", "gamma")) == COLLECTIONS


def test_nobody_and_those_who_left_see_nothing(made):
    hub, _ = made
    Operators(hub.store.database).end("gamma", hub.clock())
    assert collections_of(hub, somebody("reader", "gamma")) == ()
    assert collections_of(hub, somebody("reader", "unknown")) == ()
    assert collections_of(hub, NOBODY) == ()


def test_what_is_red_is_shown_to_nobody(made):
    hub, _ = made
    edition = SharedList(hub.store.database).entries(Choice(), limit=1)[0]
    red = replace(edition, indicator=replace(edition.indicator, tlp=Tlp.RED))
    assert Tlp.RED not in SHOWN_TLPS
    assert sees(hub, somebody(), edition)
    assert not sees(hub, somebody(), red)
