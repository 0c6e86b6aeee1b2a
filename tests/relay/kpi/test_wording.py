"""Wording: numbers never read better than they are."""

import pytest

from noroshi.relay.kpi import FIGURES
from noroshi.relay.kpi.wording import WORDS, amount, percent, review, yen


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.9, "90"), (0.8999, "89.9"), (1.0159, "101.5"), (0.0, "0"), (12.5, "1,250")],
)
def test_per_cent_is_cut_not_rounded(share, text):
    assert percent(share) == text


def test_amounts_stand_in_the_unit_of_the_figure():
    assert amount(0.914, FIGURES["c2.match-rate"]) == "91.4"
    assert amount(200_000_000, FIGURES["iot.addresses-surveyed"]) == "200,000,000"
    assert amount(None, FIGURES["iot.survey-rounds"]) == "–"


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [(1_500_000, "1,500,000 円", "¥1,500,000"), (0.125, "0.12 円", "¥0.12"), (7, "7 円", "¥7")],
)
def test_yen_below_a_hundred_keep_their_fractions(value, ja, en):
    assert yen(value, "ja") == ja
    assert yen(value, "en") == en


def test_both_languages_have_the_same_words():
    assert WORDS["ja"].keys() == WORDS["en"].keys()


def test_the_review_puts_every_figure_in_one_group(lines_of, measured):
    lines = list(
        lines_of(
            [
                measured("c2.match-rate", 95, 100),
                measured("c2.sharing-operators", 9),
                measured("sites.pages-dead", 3, 4),
            ]
        ).values()
    )
    said = review(lines, "en")
    assert said[0] == "Targets reached: Detected C&C servers that independent lists carry"
    assert said[1] == "Targets not reached: Operators that share and use the C&C list"
    assert said[2] == "No target named: Followed pages seen dead"
    assert said[3].startswith("No data yet: ")
    assert sum(line.figure.title.en in sentence for line in lines for sentence in said) == len(
        lines
    )
