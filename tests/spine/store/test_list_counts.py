"""List counts: always what counting the entries one by one gives."""

import shutil
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from noroshi.spine.model import COLLECTIONS, Standing, Subject, SubjectKind, Tlp
from noroshi.spine.store import Database, lists
from noroshi.spine.store.list_counts import FACETS, KEY, key_of, recount
from noroshi.spine.store.list_tables import ListCountRow
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT

LABELS = ("c2-irc", "c2-p2p", "loader")


def some(values):
    return st.none() | st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


@st.composite
def changes(draw):
    """What may become of one of eight entries; each stays in its list."""
    number = draw(st.integers(0, 7))
    made = make_change(
        number, draw(st.sampled_from(Standing)), collection=COLLECTIONS[number % 3],
        label=draw(st.sampled_from(LABELS)), tlp=draw(st.sampled_from(Tlp)),
    )  # fmt: skip
    subject = Subject.ip(f"198.51.100.{number}") if number % 2 else made.indicator.subject
    indicator = replace(
        made.indicator, subject=subject, confidence=draw(st.sampled_from((10, 50, 90)))
    )
    return replace(made, indicator=indicator)


CHOICES = st.builds(
    Choice,
    collections=some(COLLECTIONS),
    standings=some(list(Standing)),
    subject_kinds=some([SubjectKind.IP, SubjectKind.ENDPOINT]),
    labels=some(LABELS),
    tlps=some(list(Tlp)),
    marked=st.none()
    | st.lists(
        st.tuples(
            st.sampled_from(COLLECTIONS),
            st.lists(st.sampled_from(Tlp), unique=True).map(tuple),
        ),
        unique_by=lambda one: one[0],
    ).map(tuple),
    min_confidence=st.sampled_from((0, 50, 91)),
)


def fits(edition, choice):
    one, marked = edition.indicator, dict(choice.marked or ())
    return (
        (choice.collections is None or edition.collection in choice.collections)
        and (choice.standings is None or edition.standing in choice.standings)
        and (choice.subject_kinds is None or one.subject.kind in choice.subject_kinds)
        and (choice.labels is None or one.label in choice.labels)
        and (choice.tlps is None or one.tlp in choice.tlps)
        and (choice.marked is None or one.tlp in marked.get(edition.collection, ()))
        and one.confidence >= choice.min_confidence
    )


def rows(database):
    with database.reading() as session:
        return {
            tuple(getattr(row, name) for name in KEY): row.entries
            for row in session.scalars(select(ListCountRow))
        }


@pytest.fixture
def place(tmp_path):
    """Gives a fresh state each time: a copy, as making its tables takes longer than a test."""
    template, numbers = tmp_path / "template.db", count()
    Database.open(template).close()

    def made():
        return Path(shutil.copy(template, tmp_path / f"{next(numbers)}.db"))

    return made


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.lists(changes(), max_size=6), max_size=6),
    choices=st.lists(CHOICES, min_size=1, max_size=8),
)
def test_counts_and_pages_are_what_counting_by_hand_gives(place, monkeypatch, steps, choices):
    with Database.open(place()) as database:
        shared = SharedList(database)
        for step in steps:
            shared.publish(step, MADE_AT)
        held = shared.entries(Choice(), limit=99)
        assert rows(database) == Counter(map(key_of, held))
        for choice in choices:
            assert choice.counted
            mine = [edition for edition in held if fits(edition, choice)]
            assert shared.count(choice) == len(mine)
            assert shared.facets(choice) == {
                name: Counter(facet(edition, name) for edition in mine) for name in FACETS
            }
            for few in (-1, 1_000):  # along the list, and by an index
                monkeypatch.setattr(lists, "FEW", few)
                assert shared.entries(choice, limit=3) == mine[:3]
                newest = shared.entries(choice, limit=3, newest_first=True)
                assert newest == mine[::-1][:3]
        before = rows(database)
        with database.writing() as session:
            recount(session.connection())
        assert rows(database) == before


def facet(edition, name):
    owner = edition if hasattr(edition, name) else edition.indicator
    return str(getattr(owner, name))


def test_the_most_frequent_value_comes_first(database_place):
    with Database.open(database_place) as database:
        shared = SharedList(database)
        shared.publish(
            [make_change(number, label=LABELS[number > 0]) for number in range(3)], MADE_AT
        )
        assert list(shared.facets(Choice())["label"].items()) == [("c2-p2p", 2), ("c2-irc", 1)]
        shared.publish([make_change(1, Standing.WITHDRAWN, label="c2-p2p")], MADE_AT)
        live = Choice(standings=(Standing.LIVE,))
        assert shared.count(live) == 2
        assert shared.held_at(shared.head(), "c2-servers") == 2
        assert shared.held_at(3, "c2-servers") == 3


def test_a_search_counts_the_entries_themselves(database_place):
    with Database.open(database_place) as database:
        shared = SharedList(database)
        shared.publish([make_change(number) for number in range(3)], MADE_AT)
        asked = Choice(text="100.2")
        assert not asked.counted
        assert shared.count(asked) == 1
        assert shared.facets(asked)["standing"] == {"live": 1}
