"""`noroshi sites labels`: verdicts go out as labels, and come back as weights that are no worse."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.labels import labels
from noroshi.jobs.sites.page_training import own_file
from noroshi.jobs.sites.verdicts import Said
from noroshi.sites.evaluate.measured import MeasuredPage, write_measured
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.site_cases import BAD_CASE, GOOD_CASE, TWIN_CASE, add_cases, desk


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home").create()
    with Store.open(made.state) as store:
        add_cases(made, store)
        desk(made, store, "a").propose(BAD_CASE, Said(label="phish", reason="yes"))
        desk(made, store, "a").propose(GOOD_CASE, Said(label="benign", reason="an article"))
    return made


@pytest.fixture
def run(home):
    given = {"home": home.path, "verbose": False}
    return lambda *options: CliRunner().invoke(labels, options, obj=given)


def made(path, *, harmless="sites.no-request"):
    write_measured(
        [
            MeasuredPage(
                id=str(n), domain=f"d{n}.test", label=n % 2, family=f"f{n % 6}", source="made",
                terms={"sites.borrowed-brand": 1.0, "sites.asks-too-much": 1.0} if n % 2 else {harmless: 1.0},
            )
            for n in range(48)
        ],
        path,
    )  # fmt: skip
    return str(path)


def test_labels_are_exported_without_names_of_persons(run, tmp_path):
    out = run("export")
    rows = [json.loads(line) for line in out.stdout.splitlines()]
    assert {row["id"]: row["label"] for row in rows} == {BAD_CASE: 1, GOOD_CASE: 0}
    assert "user:" not in out.stdout
    assert run("export", "--out", str(tmp_path / "l.jsonl")).exit_code == 0
    assert (tmp_path / "l.jsonl").read_text().splitlines() == out.stdout.splitlines()


def test_a_doubt_is_counted(home, run):
    with Store.open(home.state) as store:
        desk(home, store, "a").propose(TWIN_CASE, Said(label="suspicious", reason="not sure"))
    done = run("export")
    assert done.exit_code == 1
    assert "1 neither-malicious-nor-harmless" in done.stderr


def test_weights_learn_from_own_and_given_labels(home, run, tmp_path):
    done = run("train", "--labels", made(tmp_path / "m.jsonl"), "--json", "--version", "own-1")
    told = json.loads(done.stdout)
    assert told["labels"] == {"analysts": 2, "made": 48}
    assert told["held_out"]["new"]["found"] == 25
    assert told["written"] == str(own_file(home))
    again = run("train", "--labels", str(tmp_path / "m.jsonl"), "--measured", str(tmp_path / "r"))
    assert "Written" in again.stdout
    assert own_file(home).with_name("page_weights.before.json").exists()
    assert len((tmp_path / "r").read_text().splitlines()) == 50


def test_weights_that_do_worse_are_not_written(home, run, monkeypatch, tmp_path):
    monkeypatch.setattr("noroshi.sites.evaluate.page_trial.Trial.worse", True)
    done = run("train", "--labels", made(tmp_path / "m.jsonl"))
    assert (done.exit_code, "Not written" in done.stdout) == (1, True)
    assert not own_file(home).exists()


def test_without_labels_nothing_is_trained(run):
    done = run("train", "--no-own")
    assert "there are no labels" in str(done.exception)
