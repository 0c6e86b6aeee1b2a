"""A text exists in both languages or not at all."""

import pytest

from noroshi.spine.model import Text


@pytest.mark.parametrize(("ja", "en"), [("", "yes"), ("はい", ""), ("", "")])
def test_a_missing_language_is_refused(ja: str, en: str) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(ja=ja, en=en)


def test_both_languages_go_out() -> None:
    assert Text(ja="はい", en="yes").as_dict() == {"ja": "はい", "en": "yes"}
