"""Triaging: input order is kept, refusals are counted."""

from collections import Counter

import pytest

from noroshi.jobs.sites.triaging import model_at, triage_urls
from noroshi.sites.judge import Card, TriageModel, shipped_model, write_model
from noroshi.spine.model import ConfigError

CARD = Card(name="t", version=1, bias=0.0, trained_on="made", licence="CC0-1.0")
MODEL = TriageModel(card=CARD, weights={"hw:login": 3.0})
LINES = [b"news.test", b"https://login.test/", b"word", None, b"\xff", b"news.test"]


def test_urls_keep_their_order_and_spelling():
    refused = Counter()
    rows = list(triage_urls(LINES, MODEL, refused))
    assert [row["url"] for row in rows] == ["news.test", "https://login.test/", "news.test"]
    assert rows[0]["score"] == rows[2]["score"] == 0.5 < rows[1]["score"]
    assert refused == {"no-host": 1, "line-too-long": 1, "no-utf-8": 1}
    assert len(rows) + refused.total() == len(LINES)


def test_the_shipped_model_is_used_unless_one_is_named(tmp_path):
    write_model(MODEL, tmp_path / "own.tsv")
    assert model_at(None) == shipped_model()
    assert model_at(tmp_path / "own.tsv") == MODEL


def test_a_file_that_is_no_model_is_a_wrong_setting(tmp_path):
    (tmp_path / "own.tsv").write_text("x")
    with pytest.raises(ConfigError):
        model_at(tmp_path / "own.tsv")
