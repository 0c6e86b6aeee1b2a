"""Signatures hold or do not, and the reason tells who changed what."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.dkim import check_signatures, parse_letter
from noroshi.readiness.mail.dkim.check import MOST_SIGNATURES
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.signed_mail import Signer, signed

MAIL = b"From: a@isp.example\r\nTo: b@far.example\r\nSubject: Hello  there\r\nDate: today\r\n\r\nOne\r\nTwo \r\n\r\n"
SIGNER = Signer(domain="isp.example")
KEYS = {SIGNER.place: [SIGNER.record]}
NOW_S = 1_788_220_800


def checked(octets, keys=KEYS):
    return check_signatures(parse_letter(octets), Recorded(keys), now_s=NOW_S)


def only(octets, keys=KEYS):
    (one,) = checked(octets, keys)
    return one.result.value, one.why.value


def test_a_signature_holds_whatever_carries_it_does_to_blanks():
    made = signed(MAIL, SIGNER)
    assert only(made) == ("pass", "")
    assert only(made.replace(b"Hello  there", b"Hello\r\n\tthere") + b"\r\n\r\n") == ("pass", "")
    assert only(made.replace(b"\r\n", b"\n")) == ("pass", "")
    assert only(b"From x Mon Jan 1\r\n" + made) == ("pass", "")


def test_ed25519_holds_too():
    signer = Signer(domain="isp.example", key=Ed25519PrivateKey.generate())
    assert only(signed(MAIL, signer), {signer.place: [signer.record]}) == ("pass", "")
    assert only(signed(MAIL, signer), KEYS) == ("permerror", "bad-key")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((b"Two", b"Tow"), "body-changed"),
        ((b"Two \r\n", b"Two\r\n-- \r\nlist footer\r\n"), "body-changed"),
        ((b"Hello", b"[list] Hello"), "header-changed"),
        ((b"s=s1;", b"s=s1; t=5;"), "header-changed"),
    ],
)
def test_what_was_changed_is_told(change, why):
    assert only(signed(MAIL, SIGNER).replace(*change)) == ("fail", why)


@pytest.mark.parametrize(
    ("extra", "outcome"),
    [
        ("x=1000; ", ("fail", "expired")),
        ("t=9; x=8; ", ("permerror", "malformed")),
        ("q=web; ", ("permerror", "malformed")),
        ("i=@sub.isp.example; ", ("pass", "")),
        ("i=@far.example; ", ("permerror", "malformed")),
        ("l=5; ", ("fail", "body-changed")),
        ("l=500; ", ("fail", "body-changed")),
        ("l=x; ", ("permerror", "malformed")),
    ],
)
def test_tags_bind(extra, outcome):
    assert only(signed(MAIL, SIGNER, extra=extra)) == outcome


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        (None, ("temperror", "no-answer")),
        ([], ("permerror", "no-key")),
        (["v=DKIM1; p="], ("permerror", "key-revoked")),
        (["v=DKIM1; p=AAAA"], ("permerror", "bad-key")),
        ([SIGNER.record + "; h=sha1"], ("permerror", "bad-key")),
        ([SIGNER.record, SIGNER.record], ("permerror", "bad-key")),
    ],
)
def test_what_is_wrong_with_the_key_is_told(records, outcome):
    assert only(signed(MAIL, SIGNER), {SIGNER.place: records}) == outcome


def test_a_key_that_is_not_for_subdomains_binds():
    made = signed(MAIL, SIGNER, extra="i=@sub.isp.example; ")
    assert only(made, {SIGNER.place: [SIGNER.record + "; t=s"]}) == ("permerror", "bad-key")


def test_short_keys_are_not_believed():
    key = generate_private_key(public_exponent=65537, key_size=1024)
    signer = Signer(domain="isp.example", key=key)
    keys = {signer.place: [signer.record]}
    assert only(signed(MAIL, signer), keys) == ("pass", "")
    short = b64encode(b"0" * 60).decode()
    assert only(signed(MAIL, signer), {signer.place: [f"v=DKIM1; p={short}"]})[0] == "permerror"


def test_partial_signatures_are_marked_and_let_others_write_on():
    made = signed(MAIL, SIGNER, extra=f"l={len(b'One  Two  ')}; ")
    (one,) = checked(made + b"footer\r\n")
    assert (one.result, one.partial, one.as_dict()["partial"]) == ("pass", True, True)


def test_a_second_from_is_caught_where_it_is_signed_twice():
    forged = b"From: forged@isp.example\r\n"
    assert only(forged + signed(MAIL, SIGNER, names=("from",))) == ("pass", "")
    assert only(forged + signed(MAIL, SIGNER, names=("from", "from"))) == ("fail", "header-changed")


def test_only_some_signatures_are_looked_at():
    assert len(checked(b"DKIM-Signature: x\r\n" * 40 + MAIL)) == MOST_SIGNATURES
    assert checked(MAIL) == []


@given(st.binary(max_size=400), st.binary(max_size=200))
def test_any_octets_give_an_outcome(value, body):
    octets = b"DKIM-Signature: " + value + b"\r\nFrom: a@isp.example\r\n\r\n" + body
    try:
        letter = parse_letter(octets)
    except InputError:
        return
    assert all(one.result != "pass" for one in check_signatures(letter, Recorded(KEYS), now_s=0))
