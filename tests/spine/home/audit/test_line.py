"""A line has one form only, and says so when it has another."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.home.audit import AuditLine
from noroshi.spine.home.audit.line import MOST_OCTETS, MOST_TEXT, kept_detail, kept_text, line_of
from noroshi.spine.model import InputError

AT = datetime(2026, 1, 5, 9, 0, 0, 1, UTC)
TEXTS = st.text(st.characters(), max_size=700)


def made(**more):
    return AuditLine(
        **{"position": 1, "at": AT, "by": "system", "action": "x.y", "target": ""} | more
    )


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=4))
def test_any_text_comes_back_as_it_was_kept(by, target, detail):
    line = made(by=kept_text(by), target=kept_text(target), detail=kept_detail(detail))
    assert line_of(line.octets) == line
    assert line.octets.count(b"\n") == 1


@given(st.binary(max_size=300))
def test_no_octets_break_the_reader(octets):
    with pytest.raises(InputError):
        line_of(octets)


def test_the_longest_line_fits_its_bound():
    name = "\x00" * MOST_TEXT
    detail = {f"{n:02}{name}"[:MOST_TEXT]: name for n in range(40)}
    line = made(by=name, action=name, target=name, detail=kept_detail(detail))
    assert len(line.octets) <= MOST_OCTETS


def test_a_text_too_long_is_cut_and_says_so():
    kept = kept_text("x" * 1000)
    assert len(kept) == MOST_TEXT
    assert kept.endswith("…")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row | {"by": "user:other"}, "digest"),
        (lambda row: row | {"more": 1}, "keys"),
        (lambda row: row | {"position": True}, "type"),
        (lambda row: row | {"detail": {"a": 1}}, "type"),
        (lambda row: row | {"at": "yesterday"}, "time"),
        (lambda row: dict(reversed(row.items())), "keys"),
    ],
)
def test_another_content_is_refused_with_its_reason(change, reason):
    row = change(json.loads(made().octets))
    with pytest.raises(InputError, match=reason):
        line_of(json.dumps(row).encode())


def test_the_same_content_in_another_form_is_refused():
    with pytest.raises(InputError, match="another way"):
        line_of(json.dumps(json.loads(made().octets)).encode())
