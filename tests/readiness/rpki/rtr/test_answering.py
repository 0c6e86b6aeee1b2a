"""Answering: each question has its answer, and whoever breaks the rules is told and left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.rtr.answering import Answering
from noroshi.readiness.rpki.rtr.history import History
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.rtr.pdu import (
    Code,
    Kind,
    Splitter,
    Timing,
    error_report,
    head,
    with_serial,
)


@pytest.fixture
def history(rpki):
    made = History(7, 3)
    made.update(Payloads.of(rpki.vrps([("192.0.2.0/24", 24, 1)]), {1: (2,)}))
    return made


def kinds(talker, octets):
    return [(pdu.kind, pdu.field) for pdu in Splitter().feed(b"".join(talker.heard(octets)))]


@pytest.mark.parametrize(("version", "told"), [(0, [3, 4, 7]), (1, [3, 4, 7]), (2, [3, 4, 11, 7])])
def test_a_reset_query_is_answered_by_everything(history, version, told):
    talker = Answering(history, Timing())
    found = Splitter().feed(b"".join(talker.heard(head(version, Kind.RESET_QUERY, 0, 0))))
    assert [pdu.kind for pdu in found] == told
    assert {pdu.version for pdu in found} == {version}
    assert found[-1].serial == 3


def test_a_serial_query_is_answered_by_what_changed(history, rpki):
    history.update(Payloads.of(rpki.vrps([("192.0.2.0/24", 25, 1)]), {1: (2,)}))
    talker = Answering(history, Timing())
    found = Splitter().feed(b"".join(talker.heard(with_serial(1, Kind.SERIAL_QUERY, 7, 3))))
    assert [(pdu.kind, pdu.body[:3]) for pdu in found[1:3]] == [
        (4, b"\0\x18\x18"),
        (4, b"\1\x18\x19"),
    ]
    assert found[-1].serial == 4
    assert kinds(talker, with_serial(1, Kind.SERIAL_QUERY, 7, 4)) == [(3, 7), (7, 7)]


def test_another_session_or_an_unknown_serial_starts_anew(history):
    for session, serial in ((8, 3), (7, 1)):
        asked = with_serial(1, Kind.SERIAL_QUERY, session, serial)
        assert kinds(Answering(history, Timing()), asked) == [(Kind.CACHE_RESET, 0)]


def test_without_data_yet_the_router_is_told_and_may_ask_again():
    talker = Answering(History(1), Timing())
    for asked in (head(1, Kind.RESET_QUERY, 0, 0), with_serial(1, Kind.SERIAL_QUERY, 1, 0)):
        assert kinds(talker, asked) == [(Kind.ERROR_REPORT, Code.NO_DATA_AVAILABLE)]
    assert not talker.over
    assert talker.news() == b""


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (head(9, Kind.RESET_QUERY, 0, 0), Code.UNSUPPORTED_VERSION),
        (head(1, Kind.CACHE_RESPONSE, 0, 0), Code.INVALID_REQUEST),
        (head(1, 99, 0, 0), Code.UNSUPPORTED_TYPE),
        (head(1, Kind.RESET_QUERY, 0, 5), Code.CORRUPT_DATA),
    ],
)
def test_whoever_breaks_the_rules_is_told_and_left(history, octets, code):
    talker = Answering(history, Timing())
    assert kinds(talker, octets) == [(Kind.ERROR_REPORT, code)]
    assert talker.over


def test_a_change_of_version_ends_the_session(history):
    talker = Answering(history, Timing())
    list(talker.heard(head(1, Kind.RESET_QUERY, 0, 0)))
    assert kinds(talker, head(0, Kind.RESET_QUERY, 0, 0)) == [(10, Code.UNEXPECTED_VERSION)]


def test_an_error_report_is_not_answered(history):
    talker = Answering(history, Timing())
    assert kinds(talker, error_report(1, Code.INTERNAL_ERROR, "")) == []
    assert talker.over


def test_news_are_told_in_the_router_s_version(history):
    talker = Answering(history, Timing())
    assert talker.news() == b""
    list(talker.heard(head(0, Kind.RESET_QUERY, 0, 0)))
    assert talker.news() == with_serial(0, Kind.SERIAL_NOTIFY, 7, 3)


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_octets_are_answered_by_whole_pdus(pieces):
    talker = Answering(History(1), Timing())
    for piece in pieces:
        if not talker.over:
            Splitter().feed(b"".join(talker.heard(piece)))
