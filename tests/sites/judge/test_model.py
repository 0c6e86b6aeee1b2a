"""Model: a sum that can be read, a file that is refused when it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.analyse import url_parts
from noroshi.sites.judge import Card, TriageModel, read_model, shipped_model, write_model
from noroshi.sites.judge.model import VERSION
from noroshi.spine.model import ConfigError

CARD = Card(name="t", version=VERSION, bias=-1.0, trained_on="made", licence="CC0-1.0")
MODEL = TriageModel(card=CARD, weights={"hw:login": 2.0, "suffix=test": 0.5})


def test_log_odds_are_the_sum_of_what_is_present():
    assert MODEL.log_odds(url_parts("login.test")) == 1.5
    assert MODEL.log_odds(url_parts("news.example")) == -1.0


def test_the_score_grows_with_the_log_odds_between_0_and_1():
    low, high = (MODEL.score(url_parts(url)) for url in ("news.example", "login.test"))
    assert 0 < low < 0.5 < high < 1


def test_a_model_is_the_same_after_writing_and_reading(tmp_path):
    write_model(MODEL, tmp_path / "m.tsv")
    assert read_model(tmp_path / "m.tsv") == MODEL


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"text\n",
        b'{"name":1}\n',
        b"\xff",
        b'{"name":"t","version":1,"bias":0,"trained_on":"","licence":""}\nx\ty\n',
    ],
)
def test_a_file_that_is_no_model_says_what_to_do(tmp_path, octets):
    (tmp_path / "m.tsv").write_bytes(octets)
    with pytest.raises(ConfigError, match="noroshi sites train"):
        read_model(tmp_path / "m.tsv")


def test_a_model_of_other_signs_is_refused(tmp_path):
    card = Card(name="t", version=VERSION + 1, bias=0.0, trained_on="made", licence="CC0-1.0")
    write_model(TriageModel(card=card, weights={}), tmp_path / "m.tsv")
    with pytest.raises(ConfigError, match="train it again"):
        read_model(tmp_path / "m.tsv")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_model(tmp_path / "none.tsv")


def test_the_shipped_model_has_its_card_and_licences():
    card = shipped_model().card
    assert "CC0" in card.licence
    assert "never a verdict" in card.use
    assert "TweetFeed" in card.trained_on


def test_the_shipped_model_does_not_judge_by_depth():
    model = shipped_model()
    for url in (
        "https://www.city.example.lg.jp/",
        "https://www.bank.example/about/company/history.html",
    ):
        assert model.score(url_parts(url)) < 0.9


@given(st.text(max_size=100))
def test_the_shipped_model_orders_any_url(text):
    url = "https://evil.test/" + "".join(text.split())
    assert 0 < SHIPPED.score(url_parts(url)) < 1


SHIPPED = shipped_model()
