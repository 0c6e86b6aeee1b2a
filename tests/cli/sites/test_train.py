"""`noroshi sites train`: a model from one's own lists, and what it is worth."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.train import train
from noroshi.cli.sites.triage import triage


@pytest.fixture
def lists(tmp_path):
    for name, word in (("phish", "login"), ("benign", "news")):
        urls = [f"https://{word}-{number:03}a.test/{word}" for number in range(60)]
        (tmp_path / f"{name}.txt").write_text("\n".join(urls))
    return tmp_path


def run(lists, *more):
    options = [
        "--phish",
        lists / "phish.txt",
        "--benign",
        lists / "benign.txt",
        "--out",
        lists / "own.tsv",
        *more,
    ]
    return CliRunner().invoke(
        train, [str(o) for o in options], obj={"home": None, "verbose": False}
    )


def test_machine_output_tells_counts_and_recall(lists):
    result = run(lists, "--json", "--licence", "CC0-1.0")
    row = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (row["phish"], row["benign"], row["refused"]) == (60, 60, {})
    assert row["recall_at"]["0.01"]["rate"] == 1.0
    assert '"licence":"CC0-1.0"' in (lists / "own.tsv").read_text().splitlines()[0]


def test_the_model_that_was_written_is_used_by_triage(lists):
    assert "on domains never seen" in run(lists).stdout
    options = ["--model", str(lists / "own.tsv"), "--json"]
    done = CliRunner().invoke(
        triage,
        options,
        input="https://login-x.test/login\nhttps://news-x.test/news\n",
        obj={"home": None, "verbose": False},
    )
    first, second = (json.loads(line)["score"] for line in done.stdout.splitlines())
    assert first > 0.9
    assert second < 0.1


def test_refused_rows_are_told(lists):
    (lists / "phish.txt").write_text((lists / "phish.txt").read_text() + "\nword\n")
    result = run(lists)
    assert result.exit_code == 1
    assert "1 rows refused: 1 no-host" in result.stderr


def test_lists_are_needed():
    assert CliRunner().invoke(train, []).exit_code == 2
