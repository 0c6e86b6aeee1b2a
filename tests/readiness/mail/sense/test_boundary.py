"""Boundaries: under another name a mail has the same parts; where it might not, it keeps its own."""

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.sense.boundary import LONGEST, NAME, with_known_boundary

MAIL = b"""From: a@isp.example
Content-Type: multipart/mixed;
 boundary="=_b1"
MIME-Version: 1.0

before
--=_b1
Content-Type: text/plain

hello
--=_b1
Content-Type: application/gzip
Content-Transfer-Encoding: base64

aGVsbG8=
--=_b1--
after
"""


def parts(octets):
    """All that is read of a mail: the types, and the payloads of what has no parts."""
    walked = message_from_bytes(octets).walk()
    return [
        (one.get_content_type(), one.is_multipart() or one.get_payload(decode=True))
        for one in walked
    ]


@pytest.mark.parametrize("octets", [MAIL, MAIL.replace(b"\n", b"\r\n"), MAIL.replace(b'"', b"")])
def test_a_mail_has_the_same_parts_under_the_known_name(octets):
    renamed = with_known_boundary(octets)
    assert renamed.count(NAME) == 4
    assert parts(renamed) == parts(octets)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"Subject: no parts\n\n--b\n",
        MAIL.replace(b"hello", b"=_b1 in a text"),
        MAIL.replace(b"hello", b"--=_b1x"),
        MAIL.replace(b"hello", b'Content-Type: multipart/mixed; boundary="c"'),
        MAIL.replace(b"hello", NAME),
        MAIL.replace(b"boundary", b"boundary*0"),
        MAIL.replace(b"Content-Type: multipart/mixed;", b"X-Other: multipart/mixed;"),
        MAIL.replace(b"hello", b"x" * LONGEST),
    ],
)
def test_what_could_change_keeps_its_name(octets):
    assert with_known_boundary(octets) == octets


LINES = st.sampled_from(
    [b"", b"--=_b", b"--=_b--", b"--=_b ", b"--=_bb", b"--=_b-", b"--=_b--x", b"=_b", b" --=_b", b"--c", b"--c--", b"text",
     b"aGVsbG8=", b"\rx", b"--=_b\r", b"Content-Type: text/xml", b"Content-Transfer-Encoding: base64", b"From: x",
     b"Content-Type: multipart/mixed; boundary=c", b"Content-Type: message/rfc822", b"Boundary: =_b"]
)  # fmt: skip
GOOD = [
    b"",
    b"--=_b",
    b"--=_b--",
    b"text",
    b"aGVsbG8=",
    b"Content-Type: text/xml",
    b"Content-Transfer-Encoding: base64",
]
HEADS = st.sampled_from(
    [b"Content-Type: multipart/mixed; boundary==_b", b'content-type: multipart/report;\n\tboundary="=_b"; x=y',
     b"Content-Type: text/plain; boundary==_b", b"Content-Type: multipart/mixed\nContent-Type: multipart/mixed; boundary==_b",
     b'X: y\nContent-Type: multipart/mixed; boundary=" =_b"', b'Content-Type: multipart/mixed; x="; boundary==_b "',
     b"X: y\nno header\nContent-Type: multipart/mixed; boundary==_b ", b"From x\nContent-Type: multipart/mixed; boundary==_b"]
)  # fmt: skip


@given(HEADS, st.lists(LINES, max_size=14), st.sampled_from([b"\n", b"\r\n"]))
def test_any_lines_give_the_same_parts(head, lines, end):
    octets = end.join([*head.split(b"\n"), b"", *lines])
    assert parts(with_known_boundary(octets)) == parts(octets)


@given(st.lists(st.sampled_from(GOOD), max_size=14), st.sampled_from([b"\n", b"\r\n"]))
def test_usual_lines_are_renamed_and_give_the_same_parts(lines, end):
    octets = end.join([b"Content-Type: multipart/mixed; boundary==_b", b"", b"--=_b", *lines])
    renamed = with_known_boundary(octets)
    assert NAME in renamed
    assert parts(renamed) == parts(octets)
