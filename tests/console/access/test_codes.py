"""Codes: those of now, as RFC 6238 says; and the picture that takes the secret to an app."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.access.codes import drawn, enrolment_link, fresh_code_secret, step_of

AT = datetime(2026, 1, 5, 9, 0, 10, tzinfo=UTC)
SECRET = fresh_code_secret()


def code_at(moment):
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize("offset_s", [-30, 0, 30])
def test_codes_of_now_and_beside_name_their_step(offset_s):
    moment = AT + timedelta(seconds=offset_s)
    assert step_of(SECRET, code_at(moment), AT) == moment.replace(second=moment.second // 30 * 30)


@pytest.mark.parametrize("offset_s", [-90, 90, 3600])
def test_other_codes_do_not(offset_s):
    assert step_of(SECRET, code_at(AT + timedelta(seconds=offset_s)), AT) is None


def test_the_vector_of_the_rfc_holds():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238 appendix B, SHA-1, at 59 s
    assert step_of(secret, "287082", datetime.fromtimestamp(59, UTC)) is not None


def test_spaces_are_forgiven():
    code = code_at(AT)
    assert step_of(SECRET, f" {code[:3]} {code[3:]} ", AT) is not None


@given(st.text(max_size=20))
def test_other_text_is_no_code(text):
    if not ("".join(text.split()).isascii() and "".join(text.split()).isdigit()):
        assert step_of(SECRET, text, AT) is None


def test_the_link_names_hub_and_person():
    link = urlsplit(enrolment_link(SECRET, name="hanako", issuer="Hub One"))
    assert (link.scheme, link.path) == ("otpauth", "/Hub%20One:hanako")
    assert parse_qs(link.query)["secret"] == [SECRET]


def test_the_picture_holds_every_dark_module_and_no_text():
    link = enrolment_link(SECRET, name="hanako", issuer="Hub of 例")
    picture = drawn(link)
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', picture)
    dark, x, y = set(), 0.0, 0.0
    for sign, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if sign == "h":
            dark |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (0.0, 0.0) if sign == "M" else (x, y)
            x, y = x + float(first), y + float(second or 0)
    rows = segno.make(link, error="m", micro=False).matrix_iter(border=4)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, bit in enumerate(row) if bit}
    assert SECRET not in picture
