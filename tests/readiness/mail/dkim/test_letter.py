"""Messages as octets: fields, body, bounds."""

import pytest

from noroshi.readiness.mail.dkim import letter, parse_letter
from noroshi.spine.model import InputError


def test_fields_and_body_are_as_they_came():
    found = parse_letter(b"A: 1\n 2\nB : x\r\nno field\r\na:3\r\n\r\nbody\n")
    assert [(one.name, one.octets) for one in found.fields] == [("a", b"A: 1\r\n 2"), ("b", b"B : x"), ("a", b"a:3")]  # fmt: skip
    assert found.body == b"body\r\n"
    assert [one.text for one in found.named("a")] == [" 1\r\n 2", "3"]


@pytest.mark.parametrize("octets", [b"", b"\r\n\r\nbody", b"words without an end", b"\xff\xfe: x"])
def test_what_has_no_header_is_refused(octets):
    with pytest.raises(InputError, match="not-a-mail"):
        parse_letter(octets)


def test_bounds_hold(monkeypatch):
    with pytest.raises(InputError, match="too-many-fields"):
        parse_letter(b"a: b\n" * (letter.MOST_FIELDS + 1) + b"\n")
    with pytest.raises(InputError, match="header-too-large"):
        parse_letter(b"a: " + b"b" * letter.MOST_HEADER_OCTETS)
    monkeypatch.setattr(letter, "MOST_OCTETS", 10)
    with pytest.raises(InputError, match="mail-too-large"):
        parse_letter(b"a: b\n\nlonger")
