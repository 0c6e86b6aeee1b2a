"""Digests: each stretch is told once."""

from datetime import timedelta

import pytest

from noroshi.spine.model import Channel, Endpoint, Notification, Standing, Subject, Text
from noroshi.spine.store import Database
from noroshi.spine.store.digests import Digests, Told
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator
from noroshi.testing.indicators import make_indicator

DAY = timedelta(days=1)
BEGUN = Told(sequence=4, at=AT)
NEXT = Told(sequence=9, at=AT + DAY)
LETTER = Notification(
    id="m",
    channel=Channel.MAIL,
    recipient="desk@alpha.example",
    operator_id="alpha",
    subject="news",
    body=b"body",
    created_at=AT,
    next_at=AT,
)


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        add_operator(opened, "alpha")
        yield opened


@pytest.fixture
def digests(database):
    return Digests(database)


def test_an_operator_begins_once(digests):
    assert digests.told("alpha") is None
    digests.begin("alpha", BEGUN)
    digests.begin("alpha", NEXT)
    assert digests.told("alpha") == BEGUN


def test_a_stretch_is_told_by_one_process(digests):
    digests.begin("alpha", BEGUN)
    assert digests.tell("alpha", [LETTER], before=BEGUN, after=NEXT) == 1
    assert digests.tell("alpha", [LETTER], before=BEGUN, after=NEXT) == 0
    assert digests.told("alpha") == NEXT


def test_nobody_is_told_who_did_not_begin(digests):
    assert digests.tell("alpha", [LETTER], before=BEGUN, after=NEXT) == 0


def test_what_was_in_the_list_before_is_known(database, digests):
    def publish(*ports):
        made = SharedList(database).publish(
            [
                Change(
                    collection="c2-servers",
                    indicator=make_indicator(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp"))),
                    standing=Standing.LIVE,
                    reason=Text(ja="規則的です。", en="Regular."),
                    by="policy:test",
                )
                for port in ports
            ],
            AT,
        )
        return [edition.indicator.id for edition in made]

    first, second = publish(1, 2), publish(3)
    assert digests.known_before({*first, *second, "nobody"}, 2) == set(first)
    assert digests.known_before(set(), 2) == set()
