"""Training: one's own lists become a model, with figures on domains held out."""

import pytest

from noroshi.jobs.sites.training import train_model
from noroshi.sites.analyse import url_parts
from noroshi.sites.evaluate.fit import FitParameters
from noroshi.sites.judge import read_model
from noroshi.spine.model import ConfigError

SMALL = FitParameters(domains=3, penalty=0.1)


@pytest.fixture
def lists(tmp_path):
    phish = [f"https://login-{number:03}a.test/verify" for number in range(60)]
    benign = [f"https://news-{number:03}a.example/story" for number in range(60)]
    (tmp_path / "phish.txt").write_text("\n".join([*phish, "word"]))
    (tmp_path / "benign.csv").write_text("\n".join(["url", *benign]))
    return tmp_path


def test_a_model_is_written_and_measured_on_domains_it_never_saw(lists):
    done = train_model(
        [lists / "phish.txt"], [lists / "benign.csv"], lists / "own.tsv", parameters=SMALL
    )
    assert (done.phish, done.benign, done.refused) == (60, 60, {"no-host": 1})
    assert done.recall[0.01].rate == 1.0
    assert 0 < done.recall[0.01].total < 60
    model = read_model(lists / "own.tsv")
    assert model == done.model
    assert model.score(url_parts("login-x.test/verify")) > 0.9
    assert "phish.txt" in model.card.trained_on


def test_too_few_domains_are_told(lists):
    (lists / "one.txt").write_text("https://login.test/\n")
    with pytest.raises(ConfigError, match="give more URLs"):
        train_model([lists / "one.txt"], [lists / "benign.csv"], lists / "own.tsv")
    assert not (lists / "own.tsv").exists()
