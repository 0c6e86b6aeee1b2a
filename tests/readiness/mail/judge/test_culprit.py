"""Through whom a message fails: the sentence follows what can be proved, then what can be guessed."""

import pytest

from noroshi.readiness.mail.dkim import parse_letter
from noroshi.readiness.mail.judge.culprit import REMEDIES, Culprit
from noroshi.readiness.mail.judge.verify import verify
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.signed_mail import Signer, sealed, signed

MAIL = b"From: a@isp.example\r\nTo: b@far.example\r\nSubject: Hello\r\nDate: today\r\n\r\nOne\r\n"
OWN, LIST = Signer(domain="isp.example"), Signer(domain="list.example")
ANSWERS = {
    OWN.place: [OWN.record],
    LIST.place: [LIST.record],
    ("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=reject"],
}
LISTED = b"List-Id: <l.list.example>\r\n"


def blamed(octets, **answers):
    found = verify(
        parse_letter(octets), Recorded(ANSWERS | answers.get("more", {})), now_s=9_999_999
    )
    return found.dmarc.result.value, found.blame.culprit.value, found.blame.text.en


@pytest.mark.parametrize(
    ("octets", "culprit", "words"),
    [
        (LISTED + signed(MAIL, OWN) + b"footer\r\n", "list", "body was changed"),
        (signed(MAIL, OWN) + b"footer\r\n", "forwarder", "body was changed"),
        (LISTED + signed(MAIL, OWN).replace(b"Hello", b"[l] Hello"), "list", "does not fit the header"),
        (b"Resent-From: x@far.example\r\n" + signed(MAIL, OWN).replace(b"Hello", b"Hi"), "forwarder", "does not fit the header"),
        (signed(MAIL, OWN).replace(b"Hello", b"Hi"), "unknown", "another key"),
        (signed(MAIL, OWN, extra="x=5; "), "sender", "expired"),
        (b"DKIM-Signature: v=9\r\n" + MAIL, "sender", "malformed"),
        (LISTED + MAIL, "list", "no signature"),
        (signed(MAIL, LIST), "unknown", "somebody else's"),
        (MAIL, "unknown", "Nothing vouches"),
    ],
)  # fmt: skip
def test_a_failure_has_a_culprit_and_a_reason(octets, culprit, words):
    result, found, text = blamed(octets)
    assert (result, found) == ("fail", culprit)
    assert words in text


def test_the_word_of_a_sealer_counts_where_the_signature_is_gone():
    taken_off = sealed(MAIL, LIST, instance=1, seen="dkim=pass header.d=isp.example; dmarc=pass")
    assert blamed(taken_off)[1:] == ("forwarder", "It passed DMARC when list.example took it, as that one sealed by ARC.")  # fmt: skip
    assert blamed(sealed(MAIL, LIST, instance=1, seen="dmarc=fail"))[1] == "unknown"
    assert blamed(taken_off.replace(b"One", b"Two"))[1] == "unknown"  # a broken seal is no word


def test_what_passes_or_asks_nothing_is_nobodys_fault():
    assert blamed(signed(MAIL, OWN))[:2] == ("pass", "nobody")
    assert blamed(MAIL, more={("_dmarc.isp.example", "TXT"): []})[:2] == ("none", "nobody")


def test_silence_of_the_dns_is_nobodys_verdict():
    assert blamed(signed(MAIL, OWN), more={OWN.place: None})[:2] == ("temperror", "dns")
    assert blamed(MAIL, more={("_dmarc.isp.example", "TXT"): None})[:2] == ("temperror", "dns")


def test_every_culprit_but_nobody_has_a_remedy():
    assert set(REMEDIES) == set(Culprit) - {Culprit.NOBODY}
