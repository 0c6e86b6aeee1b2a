"""Wording: no other address and no small count is told outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.wording import reasons, told_outside
from noroshi.spine.model import (
    PEOPLE,
    Endpoint,
    Evidence,
    Subject,
    SubjectKind,
    Text,
)
from noroshi.testing.findings import make_evidence, make_finding


def sentence(text, *, unit="1", value=9.0):
    evidence = Evidence(
        code="c2.x", value=value, unit=unit, baseline=None, weight=1, text=Text(ja=text, en=text)
    )
    (one,) = reasons(make_finding(Subject.ip("192.0.2.1"), evidence=[evidence]))
    return one


def test_reasons_come_strongest_first_and_leave_out_what_speaks_against():
    finding = make_finding(
        evidence=[make_evidence("a"), make_evidence("b", weight=3), make_evidence("c", weight=-4)]
    )
    assert [reason.en.split()[0] for reason in reasons(finding)] == ["b", "a"]


@given(
    st.ip_addresses(network="100.64.0.0/10") | st.ip_addresses(network="2001:db8:5::/48"),
    st.sampled_from(
        [
            "seen from {}",
            "{}",
            "({})",
            "加入者{}から",
            "[{}]:443",
            "x={},y",
            "host.{}.example",
            "{}.",
        ]
    ),
)
def test_no_other_address_is_told(address, template):
    told = sentence(template.format(address))
    assert str(address) not in told.en
    assert str(address) not in told.ja


def test_the_subject_itself_and_clock_times_are_told():
    told = sentence("192.0.2.1 answers at 10:30:00, every 60.5 s.")
    assert told.en == "192.0.2.1 answers at 10:30:00, every 60.5 s."


@pytest.mark.parametrize(
    "text",
    [
        "1 subscriber",
        "2 clients",
        "only 0 infected hosts",
        "Two scanning clients",
        "2 台",
        "加入者1人",
        "２人",
        "加入者数は2です。台",
        "clients: 1",
        "1 of 30 clients",
        "2 out of 5 subscribers",
    ],
)
def test_fewer_than_three_subscribers_are_not_counted_out(text):
    told = sentence(text)
    assert "<3" in (told.ja if any(c in text for c in "台人") else told.en)


@pytest.mark.parametrize(
    "text",
    [
        "12 subscribers",
        "3 clients",
        "0.2 clients",
        "clients: 12",
        "102 台",
        "0.2 台",
        "加入者数は12",
    ],
)
def test_larger_counts_are_told(text):
    told = sentence(text)
    assert told.en == text
    assert told.ja == text


def test_a_small_client_count_is_not_told_whatever_its_sentence_says():
    told = sentence("exactly one lonely household", unit="clients", value=1)
    assert "household" not in told.en + told.ja
    assert "<3" in told.en
    assert "<3" in told.ja


@pytest.mark.parametrize("unit", sorted(PEOPLE))
def test_a_term_that_counts_few_people_loses_its_sentence(unit):
    assert sentence("exactly two of them", unit=unit, value=2.0).en == "c2.x: <3 subscribers."
    assert sentence("exactly three of them", unit=unit, value=3.0).en == "exactly three of them"


def test_a_person_s_words_lose_every_address_but_the_subject_s_own():
    subject = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))
    told = told_outside("our 100.64.1.2 talks to\n192.0.2.1; 1 subscriber", subject)
    assert told == "our [removed] talks to 192.0.2.1; <3 subscriber"
    assert len(told_outside("x" * 9000, subject)) == 500


def test_prefixes_and_hosts_of_urls_keep_their_own_address():
    prefix = Subject(SubjectKind.PREFIX, "198.51.100.0/24")
    assert told_outside("all of 198.51.100.0/24", prefix) == "all of 198.51.100.0/24"
    url = Subject(SubjectKind.URL, "http://198.51.100.7/x")
    assert told_outside("at 198.51.100.7", url) == "at 198.51.100.7"
