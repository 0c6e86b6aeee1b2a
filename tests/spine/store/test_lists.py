"""Shared list: each claim holds on SQLite and on PostgreSQL."""

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from noroshi.spine.model import Endpoint, Standing, Subject, Text, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.lists import Change, Choice, SharedList
from noroshi.testing.findings import MADE_AT
from noroshi.testing.indicators import make_indicator

C2 = "c2-servers"


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


@pytest.fixture
def listed(database):
    return SharedList(database)


def change(number=1, standing=Standing.LIVE, collection=C2, **more):
    subject = Subject.endpoint(Endpoint(f"192.0.2.{number % 256}", 443 + number // 256, "tcp"))
    return Change(
        collection=collection,
        indicator=make_indicator(subject, **more),
        standing=standing,
        reason=Text(ja="規則的です。", en="Regular."),
        by="policy:test",
    )


def read_all(listed, *, limit, until=None, latest=True, collections=(C2,)):
    read, at = [], 0
    while page := listed.since(
        at, collections=collections, limit=limit, until=until, latest=latest
    ):
        read += page
        at = page[-1].sequence
    return read


def test_an_empty_list_has_head_0(listed):
    assert listed.head() == 0
    assert listed.publish([], MADE_AT) == []
    assert listed.latest("nothing") is None
    assert listed.waiting(0, C2) == (0, None)


def test_what_is_published_comes_back_whole(listed):
    made = listed.publish([change(1), change(2, label="c2-irc", tlp=Tlp.GREEN)], MADE_AT)
    assert [edition.sequence for edition in made] == [1, 2]
    assert listed.since(0, collections=[C2], limit=10) == made
    assert listed.latest(made[0].indicator.id) == made[0]
    assert listed.head() == 2


def test_the_same_content_again_makes_no_edition(listed):
    listed.publish([change(1), change(2)], MADE_AT)
    assert listed.publish([change(2), change(1)], MADE_AT + timedelta(hours=1)) == []
    assert listed.head() == 2


def test_a_new_edition_takes_the_place_of_the_former(listed):
    first = listed.publish([change(1), change(2)], MADE_AT)
    (second,) = listed.publish([change(1, Standing.WITHDRAWN)], MADE_AT)
    assert second.indicator.revoked
    assert read_all(listed, limit=10) == [first[1], second]
    assert read_all(listed, limit=10, latest=False) == [*first, second]
    assert listed.history(second.indicator.id) == [first[0], second]
    assert listed.latest(second.indicator.id) == second


def test_one_batch_may_change_an_entry_twice(listed):
    made = listed.publish([change(1), change(1, Standing.SUSPENDED)], MADE_AT)
    assert listed.since(0, collections=[C2], limit=10) == made[1:]


def test_stamps_rise_even_when_the_clock_goes_back(listed):
    made = listed.publish([change(1), change(2)], MADE_AT)
    made += listed.publish([change(3)], MADE_AT - timedelta(days=1))
    assert all(a.added_at < b.added_at for a, b in pairwise(made))
    assert made[0].added_at == MADE_AT
    assert listed.waiting(1, C2) == (2, made[1].added_at)
    assert listed.waiting(3, C2) == (0, None)


def test_an_unknown_collection_is_refused_and_nothing_written(listed):
    with pytest.raises(ValueError, match="no collection"):
        listed.publish([change(1), change(2, collection="elsewhere")], MADE_AT)
    assert listed.head() == 0


def test_an_entry_stays_in_its_list(listed):
    listed.publish([change(1)], MADE_AT)
    with pytest.raises(ValueError, match="stands in the list c2-servers"):
        listed.publish([change(1, collection="devices")], MADE_AT)


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_any_page_size_reads_each_edition_once_over_all_lists(listed, limit):
    made = listed.publish(
        [change(n, collection=("c2-servers", "devices", "routing")[n % 3]) for n in range(20)],
        MADE_AT,
    )
    lists = ("routing", "c2-servers")
    expected = [edition for edition in made if edition.collection in lists]
    assert read_all(listed, limit=limit, collections=lists) == expected
    assert read_all(listed, limit=limit, collections=lists, until=10) == [
        edition for edition in expected if edition.sequence <= 10
    ]


def test_more_entries_than_a_database_takes_parameters(listed):
    many = [change(n) for n in range(1_200)]
    assert len(listed.publish(many, MADE_AT)) == 1_200
    assert listed.publish(many, MADE_AT) == []


def test_a_choice_narrows_by_every_facet(listed):
    listed.publish(
        [
            change(1),
            change(2, label="c2-irc"),
            change(3, tlp=Tlp.GREEN),
            change(4, Standing.SUSPENDED),
            change(5, collection="devices", kind="weak-device"),
        ],
        MADE_AT,
    )

    def numbers(**choice):
        return [edition.sequence for edition in listed.entries(Choice(**choice), limit=9)]

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers(labels=("c2-irc",)) == [2]
    assert numbers(tlps=(Tlp.GREEN,)) == [3]
    assert numbers(standings=(Standing.SUSPENDED,)) == [4]
    assert numbers(kinds=("weak-device",)) == [5]
    assert numbers(collections=("devices",)) == [5]
    assert numbers(text="2.0.2.3") == [3]
    assert numbers(text="%") == []
    assert numbers(subject="192.0.2.2:443/tcp") == [2]
    assert numbers(min_confidence=92) == []
    assert numbers(valid_at=MADE_AT + timedelta(days=400)) == []
    assert numbers(ended_by=MADE_AT + timedelta(days=400)) == [1, 2, 3, 4, 5]
    assert numbers(collections=()) == []
    assert listed.count(Choice(standings=(Standing.LIVE,))) == 4


def test_entries_page_in_both_directions(listed):
    made = listed.publish([change(n) for n in range(5)], MADE_AT)
    first = listed.entries(Choice(), limit=2, newest_first=True)
    assert first == made[:2:-1]
    assert listed.entries(Choice(), limit=2, after=4, newest_first=True) == made[2:0:-1]
    assert listed.entries(Choice(), limit=9, after=3) == made[3:]


def test_facets_count_each_value(listed):
    listed.publish([change(1), change(2), change(3, label="c2-irc", tlp=Tlp.GREEN)], MADE_AT)
    facets = listed.facets(Choice())
    assert facets["label"] == {"c2-http-beacon": 2, "c2-irc": 1}
    assert facets["tlp"] == {"TLP:AMBER": 2, "TLP:GREEN": 1}
    assert listed.facets(Choice(labels=("c2-irc",)))["collection"] == {C2: 1}


def test_the_head_of_one_list_tells_of_it_alone(listed):
    listed.publish([change(1), change(2, collection="devices")], MADE_AT)
    assert (listed.head_of(C2), listed.head_of("devices"), listed.head_of("routing")) == (1, 2, 0)
    assert not listed.gone_since(0, C2)
    listed.publish([change(1, Standing.WITHDRAWN)], MADE_AT)
    assert listed.gone_since(2, C2)
    assert not listed.gone_since(3, C2)
    assert not listed.gone_since(0, "devices")


def test_a_reader_holds_what_was_live_at_its_cursor(listed):
    listed.publish([change(1), change(2), change(3)], MADE_AT)
    listed.publish([change(1, Standing.WITHDRAWN), change(2, label="c2-irc")], MADE_AT)
    listed.publish([change(4), change(1)], MADE_AT)
    assert [listed.held_at(sequence, C2) for sequence in range(8)] == [0, 1, 2, 3, 2, 2, 3, 4]
    assert listed.held_at(7, "devices") == 0


def test_live_entries_are_found_by_their_subjects(listed):
    made = listed.publish([change(1), change(2), change(3, Standing.EXPIRED)], MADE_AT)
    asked = [f"192.0.2.{n}:443/tcp" for n in range(9)]
    assert listed.named(asked, [C2]) == {
        edition.indicator.subject.value: [edition.indicator.id] for edition in made[:2]
    }
    assert listed.named(asked, ["devices"]) == {}


def test_the_next_end_is_of_live_entries_only(listed):
    made = listed.publish([change(1), change(2, Standing.EXPIRED)], MADE_AT)
    ends = made[0].indicator.valid_until
    assert listed.next_end(C2, MADE_AT) == ends
    assert listed.next_end(C2, ends) is None
    assert listed.next_end("devices", MADE_AT) is None


class Race:
    """Writers and readers at once, and what each reader came to hold."""

    def __init__(self, listed):
        self.listed = listed
        self.written = threading.Event()
        self.failures = []

    def start(self, work, *arguments):
        thread = threading.Thread(target=self._guarded, args=(work, *arguments))
        thread.start()
        return thread

    def _guarded(self, work, *arguments):
        try:
            work(*arguments)
        except Exception as error:  # noqa: BLE001  # the thread hands over whatever it met
            self.failures.append(error)

    def write(self, writer):
        for turn in range(25):
            standing = Standing.SUSPENDED if turn % 2 else Standing.LIVE
            batch = [change(writer * 100 + turn), change(900, standing), change(901 + writer)]
            self.listed.publish(batch, MADE_AT)

    def read(self, editions, latest):
        at, last_round = 0, False
        while not last_round or at < self.listed.head():
            last_round = self.written.is_set()
            for edition in self.listed.since(at, collections=[C2], limit=7, latest=latest):
                assert edition.sequence > at
                at = edition.sequence
                editions.append(edition)


def test_no_cursor_skips_what_concurrent_writers_commit(listed):
    race, holding, every = Race(listed), [], []
    readers = [race.start(race.read, holding, True), race.start(race.read, every, False)]
    for thread in [race.start(race.write, number) for number in range(4)]:
        thread.join()
    race.written.set()
    for thread in readers:
        thread.join()
    assert race.failures == []
    whole = read_all(listed, limit=1_000, latest=False)
    assert [edition.sequence for edition in whole] == list(range(1, listed.head() + 1))
    assert every == whole
    assert {e.indicator.id: e for e in holding} == {e.indicator.id: e for e in whole}


def test_a_change_of_words_alone_makes_no_edition(listed):
    listed.publish([change(1)], MADE_AT)
    assert listed.publish([replace(change(1), by="user:other")], MADE_AT) == []


def test_an_entry_that_moved_on_meanwhile_is_left_as_it_is(listed):
    (first,) = listed.publish([change(1)], MADE_AT)
    seen = {first.indicator.id: first.sequence}
    listed.publish([change(1, Standing.SUSPENDED)], MADE_AT)
    late = [change(1, Standing.WITHDRAWN), change(2)]
    made = listed.publish(late, MADE_AT, seen=seen)
    assert [one.indicator.subject for one in made] == [late[1].indicator.subject]
    assert listed.latest(first.indicator.id).standing is Standing.SUSPENDED
    assert listed.publish([change(2, Standing.WITHDRAWN)], MADE_AT, seen={}) == []


def test_what_persons_took_back_is_told_apart_from_what_policies_ended(listed):
    first = [change(number) for number in (1, 2, 3)]
    listed.publish(first, MADE_AT)
    later = MADE_AT + timedelta(hours=1)
    listed.publish([replace(change(1, Standing.WITHDRAWN), by="user:a")], later)
    listed.publish([change(2, Standing.WITHDRAWN), change(3, Standing.EXPIRED)], later)
    found = listed.taken_back(C2)
    assert found == {first[0].indicator.subject.value: later}
    assert listed.taken_back("malicious-sites") == {}
