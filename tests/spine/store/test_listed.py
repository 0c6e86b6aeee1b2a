"""Listed: each claim holds on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest

from noroshi.spine.model import Endpoint, Standing, Subject, SubjectKind, Text, Tlp
from noroshi.spine.store import Database
from noroshi.spine.store.listed import ASKED_AT_ONCE, Listed, Readership
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

AT = HOUR.end
END = make_indicator().valid_until
READERS = Readership(collections=("c2-servers",), tlps=(Tlp.GREEN, Tlp.AMBER))
WEB = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))
MAIL = Subject.endpoint(Endpoint("192.0.2.1", 25, "tcp"))
NEAR = Subject.endpoint(Endpoint("192.0.2.10", 443, "tcp"))
SITE = Subject.domain("bad.example")


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


@pytest.fixture
def publish(database):
    def published(*subjects, standing=Standing.LIVE, collection="c2-servers", **more):
        changes = [
            Change(
                collection=collection,
                indicator=make_indicator(subject, **more),
                standing=standing,
                reason=Text(ja="規則的です。", en="Regular."),
                by="policy:test",
            )
            for subject in subjects
        ]
        SharedList(database).publish(changes, AT)

    return published


@pytest.fixture
def listed(database):
    return Listed(database, READERS)


def test_subjects_are_found_by_their_value_or_its_start(listed, publish):
    publish(WEB, MAIL, NEAR, SITE)
    assert listed.named(["bad.example", "192.0.2.1"], AT) == {SITE}
    assert listed.named([], AT, starts=["192.0.2.1:"]) == {WEB, MAIL}
    assert listed.named(["bad.example"], AT, starts=["[2001:db8::1]:"]) == {SITE}
    assert listed.named([], AT) == set()


def test_only_what_holds_for_these_readers_is_listed(listed, publish):
    publish(WEB, standing=Standing.SUSPENDED)
    publish(MAIL, tlp=Tlp.RED)
    publish(SITE, collection="malicious-sites", kind="malicious-site")
    publish(NEAR)
    assert listed.named([SITE.value], AT, starts=["192.0.2."]) == {NEAR}
    assert list(listed.subjects(AT)) == [NEAR]


def test_many_values_are_asked_for_in_parts(listed, publish):
    sites = [
        Subject(SubjectKind.DOMAIN, f"n{number}.example") for number in range(2 * ASKED_AT_ONCE + 1)
    ]
    publish(*sites)
    assert listed.named([one.value for one in sites], AT) == set(sites)


def test_an_entry_ends_once(listed, publish):
    publish(WEB)
    moment = timedelta(microseconds=1)
    assert listed.ended(AT, END - moment) == set()
    assert listed.ended(END - moment, END) == {WEB}
    assert listed.ended(END, END + moment) == set()
    assert listed.named([], END, starts=["192.0.2.1:"]) == set()
    assert list(listed.subjects(END)) == []
