"""Chains: the public suite, and chains that are cut, forged and stretched."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.arc import check_chain
from noroshi.readiness.mail.dkim import parse_letter
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.arc_suite import read_arc_suite
from noroshi.testing.signed_mail import Signer, sealed

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data"))
SUITES = sorted((DATA / "netsec" / "arc").glob("*.yml"))
MAIL = b"From: a@isp.example\r\nTo: b@far.example\r\nSubject: Hello\r\nDate: today\r\n\r\nOne\r\n"
FIRST, SECOND = Signer(domain="list.example"), Signer(domain="school.example")
KEYS = {FIRST.place: [FIRST.record], SECOND.place: [SECOND.record]}


def chain_of(octets, keys=KEYS):
    return check_chain(parse_letter(octets), Recorded(keys), now_s=1_788_220_800)


def two_sets():
    return sealed(sealed(MAIL, FIRST, instance=1, seen="spf=fail; dmarc=pass"), SECOND, instance=2, seen="arc=pass")  # fmt: skip


@pytest.mark.skipif(not SUITES, reason="the ARC suite is not here; set NOROSHI_DATA")
@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.group}-{case.name}") for path in SUITES for case in read_arc_suite(path) if case.wanted])  # fmt: skip
def test_the_public_suite(case):
    found = check_chain(parse_letter(case.message), case.lookup, now_s=1_500_000_000)
    assert (found.result, found.why) == (case.wanted, found.why)


def test_a_message_without_a_seal_has_no_chain():
    assert chain_of(MAIL).result == "none"


def test_a_chain_of_two_holds_and_tells_what_was_seen():
    found = chain_of(two_sets())
    assert (found.result, found.why, found.oldest_pass) == ("pass", "", 0)
    assert found.as_dict()["sets"] == [
        {"instance": 1, "domain": "list.example", "seen": {"spf": "fail", "dmarc": "pass"}},
        {"instance": 2, "domain": "school.example", "seen": {}},
    ]


def test_a_change_between_two_sets_is_found_by_the_oldest_that_holds():
    changed = sealed(MAIL, FIRST, instance=1, seen="dmarc=pass").replace(b"One", b"One more")
    found = chain_of(sealed(changed, SECOND, instance=2, seen="arc=pass"))
    assert (found.result, found.oldest_pass) == ("pass", 2)


@pytest.mark.parametrize(
    ("change", "why", "instance"),
    [
        ((b"One", b"Two"), "body-changed", 2),
        ((b"dmarc=pass", b"dmarc=fail"), "header-changed", 2),
        ((b"i=1; mx", b"i=3; mx"), "sets are missing", 0),
        ((b"ARC-Seal: i=2", b"X-Seal: i=2"), "sets are missing", 0),
        ((b"ARC-Seal: i=2", b"ARC-Seal: i=1"), "sets are missing", 0),
        ((b"cv=pass", b"cv=fail"), "broken before", 2),
        ((b"cv=pass", b"cv=none"), "cannot be there", 2),
        ((b"i=1; mx", b"mx"), "no number", 0),
    ],
)
def test_a_broken_chain_tells_where(change, why, instance):
    found = chain_of(two_sets().replace(*change))
    assert (found.result, found.instance) == ("fail", instance)
    assert why in found.why


def test_a_seal_by_another_key_breaks_the_chain():
    other = Signer(domain="list.example")
    assert chain_of(two_sets(), KEYS | {other.place: [other.record]}).instance == 1


def test_no_answer_is_no_verdict():
    found = chain_of(two_sets(), KEYS | {FIRST.place: None})
    assert (found.result, found.why) == ("temperror", "no answer for s1._domainkey.list.example")


def test_more_sets_than_may_be_are_refused():
    head = b"".join(b"ARC-Seal: i=%d; a=rsa-sha256; cv=pass; d=a.example; s=s; b=AAAA\r\n" % at for at in range(1, 400))  # fmt: skip
    assert chain_of(head + MAIL).result == "fail"


@given(st.sampled_from([b"ARC-Seal", b"ARC-Message-Signature", b"ARC-Authentication-Results"]), st.binary(max_size=300))  # fmt: skip
def test_any_octets_break_a_chain_and_nothing_else(name, value):
    try:
        found = chain_of(name + b": " + value + b"\r\n" + MAIL)
    except InputError:
        return
    assert found.result in ("fail", "none")
