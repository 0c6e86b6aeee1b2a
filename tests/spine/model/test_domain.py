"""A name has one form, however it is spelled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import InputError, Subject, SubjectKind, canonical_domain

LABELS = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(lambda labels: ".".join([*labels, "example"]))
WRITTEN = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


@given(NAMES)
def test_every_spelling_of_a_name_is_one_subject(name: str) -> None:
    spellings = (name, name.upper(), f" {name}. ", name.replace(".", "\u3002"))
    assert {canonical_domain(text) for text in spellings} == {name}


@given(st.text(max_size=80) | NAMES)
def test_any_text_is_a_name_in_safe_letters_or_a_plain_refusal(text: str) -> None:
    try:
        name = canonical_domain(text)
    except InputError:
        return
    assert WRITTEN.fullmatch(name)
    assert len(name) <= 253
    assert canonical_domain(name) == name


def test_letters_of_other_scripts_become_a_labels() -> None:
    assert canonical_domain("日本語.example") == "xn--wgv71a119e.example"
    assert canonical_domain("STRASSE.example") != canonical_domain("straße.example")


@pytest.mark.parametrize(
    "text",
    ["", ".", "example", "a..example", "-a.example", "a-.example", "*.example", "a b.example",
     "192.0.2.1", "a.0x7f", "a/b.example", "a" * 64 + ".example", "a." * 130 + "example",
     "x" * 100_000, "\u202eevil.example", "a\x00.example", "a\n.example"],
)  # fmt: skip
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        canonical_domain(text)


def test_a_refusal_shows_little_of_a_long_text() -> None:
    with pytest.raises(InputError, match="longer than 253") as told:
        canonical_domain("x" * 100_000)
    assert len(str(told.value)) < 200


def test_the_subject_of_a_name_is_canonical() -> None:
    assert Subject.domain("C2.Example.") == Subject(SubjectKind.DOMAIN, "c2.example")
