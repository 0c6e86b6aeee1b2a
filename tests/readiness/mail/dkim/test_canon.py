"""Canonical forms: the examples of RFC 6376 section 3.4.5, and ends of bodies."""

import pytest

from noroshi.readiness.mail.dkim.canon import body_form, header_form, without_value
from noroshi.readiness.mail.dkim.letter import Field


def test_the_examples_of_the_rfc():
    assert header_form(b"A: X", relaxed=True) == b"a:X"
    assert header_form(b"B : Y\t\r\n\tZ  ", relaxed=True) == b"b:Y Z"
    assert header_form(b"B : Y\t\r\n\tZ  ", relaxed=False) == b"B : Y\t\r\n\tZ  "
    body = b" C \r\nD \t E\r\n\r\n\r\n"
    assert body_form(body, relaxed=True) == b" C\r\nD E\r\n"
    assert body_form(body, relaxed=False) == b" C \r\nD \t E\r\n"


@pytest.mark.parametrize(("body", "simple", "relaxed"), [(b"", b"\r\n", b""), (b"\r\n\r\n", b"\r\n", b""), (b"a", b"a\r\n", b"a\r\n"), (b"a\r\n \r\n", b"a\r\n \r\n", b"a\r\n")])  # fmt: skip
def test_bodies_end_with_one_line_end(body, simple, relaxed):
    assert (body_form(body, relaxed=False), body_form(body, relaxed=True)) == (simple, relaxed)


def test_only_the_value_of_b_is_taken_out():
    field = Field(name="dkim-signature", octets=b"DKIM-Signature: bh=x=; b = a b\r\n c ; d=b=1")
    assert without_value(field) == b"DKIM-Signature: bh=x=; b =; d=b=1"
    first = Field(name="arc-seal", octets=b"ARC-Seal:b=abc; cv=none")
    assert without_value(first) == b"ARC-Seal:b=; cv=none"
