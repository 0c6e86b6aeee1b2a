"""Negative trust anchors by RFC 7646."""

from datetime import UTC, datetime, timedelta

import dns.name
import pytest

from noroshi.readiness.dnssec.exception import exemption_of, proposals
from noroshi.readiness.dnssec.rehearsal import Broken, Question
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.model import ConfigError

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def broken(at, users):
    verdict = Verdict(state=State.BOGUS, at=dns.name.from_text(at), fault=Fault.EXPIRED)
    return Broken(question=Question(f"www.{at}", "A"), asked=users, users=users, verdict=verdict)


def proposed(*names, least=10, days=7):
    found = proposals(names, least_users=least, now=NOW, life=timedelta(days=days))
    return [(str(one.name), one.users) for one in found]


def test_many_users_make_a_proposal():
    assert proposed(broken("a.test", 9), broken("b.test", 20), broken("c.test", 30)) == [("c.test.", 30), ("b.test.", 20)]  # fmt: skip


def test_names_of_one_place_count_together():
    assert proposed(broken("a.test", 6), broken("a.test", 6)) == [("a.test.", 12)]


def test_a_name_below_another_needs_none():
    assert proposed(broken("a.test", 20), broken("x.a.test", 30)) == [("a.test.", 20)]


def test_a_top_level_domain_gets_none():
    assert proposed(broken("test", 99), broken(".", 99)) == []


@pytest.mark.parametrize("days", [0, 8, -1])
def test_a_week_is_the_longest(days):
    with pytest.raises(ConfigError, match="RFC 7646"):
        proposed(broken("a.test", 99), days=days)


def test_it_goes_there_and_back():
    (one,) = proposals([broken("a.test", 20)], least_users=1, now=NOW, life=timedelta(days=1))
    assert exemption_of(one.as_dict()) == one
