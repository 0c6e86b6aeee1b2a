"""What signature fields say of themselves, and which are refused."""

import pytest

from noroshi.readiness.mail.dkim.letter import Field
from noroshi.readiness.mail.dkim.signature import (
    SignatureFault,
    instance_of,
    parse_arc_signature,
    parse_seal,
    parse_signature,
)

GOOD = "v=1; a=rsa-sha256; c=relaxed; d=ISP.example; s=s1; h=From : To; bh=AAAA; b=A A\r\n AA; t=5; x=6; l=3"
SEAL = "i=1; a=rsa-sha256; cv=none; d=isp.example; s=s1; b=AAAA"


def field(text):
    return Field(name="x", octets=b"X: " + text.encode())


def test_a_signature_is_read_whole():
    found = parse_signature(field(GOOD))
    assert (found.domain, found.selector, found.names, found.value) == ("isp.example", "s1", ("from", "to"), b"\0\0\0")  # fmt: skip
    assert (found.relaxed, found.length, found.signed_s, found.expires_s) == (
        (True, False),
        3,
        5,
        6,
    )
    assert parse_signature(field(GOOD.replace(" c=relaxed;", ""))).relaxed == (False, False)


@pytest.mark.parametrize(
    "change",
    [
        ("v=1", "v=2"), ("a=rsa-sha256", "a=rsa-sha1"), ("a=rsa-sha256", "A=rsa-sha256"),
        ("a=rsa-sha256", "a=RSA-SHA256"), ("d=ISP.example", "d=isp"), ("d=ISP.example", "d=-"),
        ("s=s1", "s=a b"), ("s=s1", "s="), ("h=From : To", "h=To"), ("bh=AAAA", "bh=?"),
        ("bh=AAAA", "bh="), ("c=relaxed", "c=x"), ("c=relaxed", "c=relaxed/x"), ("t=5", "t="),
        ("t=5", "t=-1"), ("x=6", "x=5"), ("l=3", "l=3; l=4"), ("h=From : To", "h=From" + ":a" * 1000),
    ],
)  # fmt: skip
def test_a_signature_that_breaks_a_rule_is_refused(change):
    with pytest.raises(SignatureFault):
        parse_signature(field(GOOD.replace(*change)))


def test_seals_have_their_own_rules():
    assert (parse_seal(field(SEAL)).chain, parse_seal(field(SEAL)).instance) == ("none", 1)
    for change in (
        ("cv=none", "cv=x"),
        ("i=1; ", ""),
        ("b=AAAA", "b=AAAA; h=from"),
        ("i=1", "i=51"),
    ):
        with pytest.raises(SignatureFault):
            parse_seal(field(SEAL.replace(*change)))


def test_a_message_signature_of_arc_has_no_version_and_does_not_cover_seals():
    text = GOOD.replace("v=1", "i=2")
    assert parse_arc_signature(field(text)).instance == 2
    with pytest.raises(SignatureFault, match="ARC-Seal"):
        parse_arc_signature(field(text.replace("To", "ARC-Seal")))


@pytest.mark.parametrize("text", ["", "0", "51", "x", "-1", "1.0", "٣"])
def test_numbers_of_sets_are_bounded(text):
    with pytest.raises(SignatureFault):
        instance_of(text)
