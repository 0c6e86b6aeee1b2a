"""A message as its receiver finds it; nothing that names a person comes out."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.analyse.handover import Handover
from noroshi.readiness.mail.dkim import parse_letter
from noroshi.readiness.mail.judge.verify import verify
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.signed_mail import Signer, sealed, signed

MAIL = b"From: taro.private@isp.example\r\nTo: hanako.secret@far.example\r\nSubject: Hidden words\r\nDate: today\r\n\r\nOne\r\n"
OWN = Signer(domain="isp.example")
ANSWERS = {
    OWN.place: [OWN.record],
    ("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=reject; t=y"],
    ("isp.example", "TXT"): ["v=spf1 ip4:192.0.2.1 -all"],
}
GIVEN = Handover(address="192.0.2.1", mail_from="taro.private@isp.example", helo="mx.isp.example", is_told=True)  # fmt: skip


def verified(octets, given=None):
    return verify(parse_letter(octets), Recorded(ANSWERS), now_s=1_788_220_800, given=given)


def codes(found):
    return [(check.code, check.level.value) for check in found.checks()]


def test_a_good_message_is_good_all_through():
    found = verified(sealed(signed(MAIL, OWN), OWN, instance=1, seen="dmarc=pass"), GIVEN)
    assert codes(found) == [("spf.pass", "good"), ("dkim.pass", "good"), ("arc.pass", "good"), ("dmarc.pass", "good")]  # fmt: skip
    assert found.as_dict()["dmarc"] == {"result": "pass", "policy": "reject", "testing": True, "aligned": ["dkim isp.example", "spf isp.example"]}  # fmt: skip


def test_an_unknown_client_is_not_a_good_one():
    found = verified(signed(MAIL, OWN))
    assert (found.spf, codes(found)[0]) == (None, ("spf.unknown", "unknown"))
    assert found.as_dict()["spf"]["result"] is None


def test_the_messages_own_word_is_marked():
    received = (
        b"Return-Path: <taro.private@isp.example>\r\nReceived: from x (x [203.0.113.9]) by y\r\n"
    )
    found = verified(received + MAIL)
    assert codes(found)[0] == ("spf.fail", "bad")
    assert "by its own Received field" in found.checks()[0].text.en


def test_partial_signatures_are_a_warning():
    made = signed(MAIL, OWN, extra="l=5; ")
    assert codes(verified(made, GIVEN))[1] == ("dkim.pass", "warn")


def test_two_authors_are_the_senders_fault():
    found = verified(b"From: x@far.example\r\n" + MAIL, GIVEN)
    assert (found.author, found.level, found.blame.culprit) == ("", "bad", "sender")


def test_nothing_that_names_a_person_comes_out():
    for octets in (signed(MAIL, OWN), MAIL, b"From: x@far.example\r\n" + MAIL):
        found = verified(octets, GIVEN)
        told = repr(found.as_dict()) + repr([check.as_dict() for check in found.checks()])
        assert not any(word in told for word in ("taro", "hanako", "Hidden"))


@given(st.binary(max_size=600))
def test_any_octets_are_judged_or_refused(octets):
    try:
        found = verified(b"Received: " + octets)
    except InputError:
        return
    assert found.dmarc.result != "pass"
