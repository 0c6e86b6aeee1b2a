"""Every state and every reason has words in both languages."""

from noroshi.sites.follow.rule import Code
from noroshi.sites.follow.wording import STATES, reason_of
from noroshi.spine.model.site_life import LifeState


def test_all_have_words():
    assert set(STATES) == set(LifeState)
    said = [reason_of(code) for code in Code]
    assert all(one.ja.endswith("。") and one.en.endswith(".") for one in said)
