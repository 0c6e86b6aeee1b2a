"""Versions: which versions a reader asks for, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest

from noroshi.spine.model import Standing, SubjectKind, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.versions import Versions, Wanted
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


@pytest.fixture
def editions(database):
    """Three versions of entry 1, one of entry 2 before the last of them."""
    listed = SharedList(database)
    return [
        listed.publish([change], MADE_AT)[0]
        for change in (
            make_change(1, label="a"),
            make_change(1, label="b"),
            make_change(2, tlp=Tlp.GREEN),
            make_change(1, Standing.WITHDRAWN, label="b"),
        )
    ]


def wanted(**more):
    return Wanted(
        **{"collection": "c2-servers", "subject_kinds": list(SubjectKind), "tlps": list(Tlp)} | more
    )


def sequences(database, after=0, limit=10, **more):
    keys = Versions(database).keys(wanted(**more), after=after, limit=limit)
    return [key.sequence for key in keys]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [3, 4]),
        ({"last": False, "first": True}, [1, 3]),
        ({"first": True}, [1, 3, 4]),
        ({"every": True}, [1, 2, 3, 4]),
        ({"tlps": [Tlp.GREEN]}, [3]),
        ({"subject_kinds": [SubjectKind.DOMAIN]}, []),
        ({"collection": "devices"}, []),
        ({"indicator_ids": []}, []),
        ({"indicator_ids": [make_change(2).indicator.id], "every": True}, [3]),
        ({"every": True, "after": 1, "limit": 2}, [2, 3]),
    ],
)
def test_what_is_wanted_is_given(database, editions, more, expected):
    assert sequences(database, **more) == expected


def test_a_version_is_found_by_its_moment(database, editions):
    moments = [editions[1].added_at]
    assert sequences(database, last=False, moments=moments) == [2]
    assert sequences(database, moments=moments) == [2, 3, 4]


def test_a_version_knows_when_its_entry_was_made(database, editions):
    (key,) = Versions(database).keys(wanted(), after=3, limit=1)
    assert (key.indicator_id, key.added_at) == (make_change(1).indicator.id, editions[3].added_at)
    (version,) = Versions(database).of([key.sequence])
    assert version.created_at == editions[0].added_at
    assert version.indicator_id == make_change(1).indicator.id
    assert version.edition == editions[3]


def test_a_moment_leads_to_its_sequence(database, editions):
    versions = Versions(database)
    instant = timedelta(microseconds=1)
    assert versions.sequence_at(editions[0].added_at - instant) == 0
    for edition in editions:
        assert versions.sequence_at(edition.added_at) == edition.sequence
    assert versions.sequence_at(editions[-1].added_at + timedelta(days=1)) == 4
