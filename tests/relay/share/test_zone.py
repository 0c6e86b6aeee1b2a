"""Zone: cursors are read back, serials rise, differences fit into messages."""

from datetime import UTC, datetime, timedelta

import dns.name
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.rpz import owners
from noroshi.relay.share.zone import (
    RECORD_OCTETS,
    SAID_OCTETS,
    UNFINISHED,
    Cursor,
    Difference,
    Namesakes,
    difference,
    fingerprint,
    messages,
    namesakes,
    next_serial,
    octets,
)
from noroshi.spine.model import Endpoint, Subject, SubjectKind
from noroshi.testing.hostile import hostile_subjects

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
SERIALS = st.integers(0, 2**32 - 1)


@given(st.integers(0, 10**18 - 1), MOMENTS, SERIALS, st.lists(st.text(max_size=9)))
def test_a_cursor_is_read_back_from_the_zone(sequence, moment, serial, words):
    cursor = Cursor(sequence=sequence, moment=moment, serial=serial, choice=fingerprint(words))
    name = dns.name.from_text(cursor.contact)
    assert Cursor.read(name.to_text(omit_final_dot=True)) == cursor


@given(
    st.text() | st.from_regex(r"s\d{19,}\.m1\.n1\.c[0-9a-f]{16}\.noroshi\.invalid", fullmatch=True)
)
def test_other_contacts_are_no_cursors(contact):
    assert Cursor.read(contact) is None
    assert Cursor.read(UNFINISHED) is None


def test_a_moment_beyond_all_times_is_no_cursor():
    assert Cursor.read(f"s1.m{'9' * 18}.n1.c{'0' * 16}.noroshi.invalid") is None


@given(SERIALS, MOMENTS)
def test_the_next_serial_is_above(serial, at):
    ahead = (next_serial(serial, at) - serial) % 2**32
    assert 0 < ahead < 2**31  # RFC 1982 section 3.2


def test_a_new_zone_is_above_what_an_old_one_reached():
    at = datetime(2026, 1, 5, tzinfo=UTC)
    old = next_serial(1, at)
    assert next_serial(1, at + timedelta(minutes=1)) > old


def test_namesakes_of_an_address_are_its_endpoints_and_its_prefix():
    web = Subject.endpoint(Endpoint("2001:db8::1", 443, "tcp"))
    looks = Namesakes(("2001:db8::1", "2001:db8::1/128"), ("[2001:db8::1]:",))
    assert namesakes(web) == namesakes(Subject.ip("2001:db8::1")) == looks
    assert namesakes(Subject.ip("192.0.2.1")).starts == ("192.0.2.1:",)
    assert namesakes(Subject(SubjectKind.PREFIX, "192.0.2.0/24")) == (("192.0.2.0/24",), ())
    assert namesakes(Subject.domain("bad.example")) == (("bad.example",), ())


@given(hostile_subjects())
def test_what_has_names_looks_like_itself(subject):
    looks = namesakes(subject)
    like = subject.value in looks.values or subject.value.startswith(looks.starts)
    assert like == bool(owners(subject)) or subject.value.endswith(".rpz-ip")
    assert octets(subject) <= 2 * (255 + RECORD_OCTETS)


def test_names_are_told_apart_by_whether_they_are_blocked():
    told = difference({("a", "*.a"): True, ("b",): False, (): False})
    assert told == (["a", "*.a"], ["b"])


@pytest.mark.parametrize("length", [3, 250])
@given(number=st.integers(0, 600))
def test_messages_say_all_once_and_fit(length, number):
    names = [f"{one:03}".ljust(length, "x") for one in range(number)]
    parts = list(messages(Difference(names, names[:10])))
    assert [name for part in parts for name in part.added] == names
    assert [name for part in parts for name in part.removed] == names[:10]
    for part in parts:
        assert 0 < sum(len(name) + RECORD_OCTETS for name in (*part.added, *part.removed)) <= SAID_OCTETS  # fmt: skip
