"""Words: values of lists, members and decisions have names for people."""

import pytest

from noroshi.console.pages.words import WORDS, name_of
from noroshi.spine.model import (
    COLLECTIONS,
    Action,
    MemberRole,
    SightingKind,
    Standing,
    SubjectKind,
    Verdict,
)


@pytest.mark.parametrize(
    "kind", [Standing, SubjectKind, Verdict, Action, MemberRole, SightingKind, COLLECTIONS]
)
def test_every_value_has_words(kind):
    assert [str(value) for value in kind if str(value) not in WORDS] == []


def test_a_value_without_words_is_shown_as_it_is():
    assert name_of("something-new").said("ja") == "something-new"
    assert name_of("").said("en") == "–"
