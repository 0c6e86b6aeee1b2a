"""Changes: octets made once for all readers, and nothing skipped."""

import json
import threading

import pytest

from noroshi.console.api import changes as module
from noroshi.console.api.changes import BeyondError, changes_after
from noroshi.console.reach import Reach, markings_of
from noroshi.spine.model import Standing, Tlp
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change

C2 = "c2-servers"


@pytest.fixture
def reach_at(members, caller_as):
    def make(name):
        operator = members.get(name)
        return Reach(operator=operator, markings=markings_of(operator, caller_as("reader", name)))

    return make


def ids(changes):
    return [json.loads(entry)["id"] for entry in changes.entries]


def test_both_forms_tell_the_same(hub, reach_at, publish):
    publish(make_change(1), make_change(2, Standing.WITHDRAWN))
    changes = changes_after(hub, reach_at("alpha"), C2, 0, limit=10)
    whole = json.loads(changes.as_json())
    *entries, end = map(json.loads, changes.as_jsonl().splitlines())
    assert whole == {"entries": entries, **end}
    assert (len(entries), end["next"], end["more"]) == (2, end["head"], False)


def test_who_has_everything_gets_an_empty_answer(hub, reach_at, publish):
    publish(make_change(1))
    changes = changes_after(hub, reach_at("alpha"), C2, 1, limit=10)
    assert json.loads(changes.as_json())["entries"] == []
    assert changes.as_jsonl().count(b"\n") == 1


def test_a_second_reader_gets_the_octets_of_the_first(hub, reach_at, publish, monkeypatch):
    publish(*(make_change(n) for n in range(3)))
    first = changes_after(hub, reach_at("alpha"), C2, 0, limit=10)
    monkeypatch.setattr(module, "Entry", None)  # so that nobody can make one anew
    assert changes_after(hub, reach_at("alpha"), C2, 0, limit=10) == first


def test_held_octets_reach_nobody_they_are_not_meant_for(hub, reach_at, publish):
    made = publish(
        make_change(1, tlp=Tlp.AMBER_STRICT), make_change(2), make_change(3, tlp=Tlp.RED)
    )
    names = [edition.indicator.id for edition in made]
    for _ in range(2):
        assert ids(changes_after(hub, reach_at("alpha"), C2, 0, limit=10)) == names[:2]
        told = changes_after(hub, reach_at("hub"), C2, 0, limit=10)
        assert ids(told) == names[1:2]
        assert told.reached == 3


def test_where_nothing_can_be_held_all_is_told_all_the_same(hub, reach_at, publish, monkeypatch):
    publish(*(make_change(n) for n in range(3)))
    monkeypatch.setattr(hub.entries, "_room_bytes", 0)
    assert len(changes_after(hub, reach_at("alpha"), C2, 0, limit=10).entries) == 3
    assert hub.entries.size_bytes == 0


def test_a_cursor_beyond_the_list_is_refused(hub, reach_at, publish):
    publish(make_change(1))
    with pytest.raises(BeyondError, match="begin anew"):
        changes_after(hub, reach_at("alpha"), C2, 2, limit=10)


def test_a_reader_skips_nothing_while_a_writer_commits(hub, reach_at):
    def write():
        with Store.open(hub.home.state_file) as own:
            for number in range(60):
                SharedList(own.database).publish([make_change(number)], hub.clock())

    reach, met, cursor, going = reach_at("alpha"), [], 0, True
    writer = threading.Thread(target=write)
    writer.start()
    while going:
        going = writer.is_alive()
        changes = changes_after(hub, reach, C2, cursor, limit=7)
        while True:
            met += ids(changes)
            cursor = changes.reached
            if not changes.more:
                break
            changes = changes_after(hub, reach, C2, cursor, limit=7)
    assert met == [make_change(number).indicator.id for number in range(60)]
