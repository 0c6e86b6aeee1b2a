"""`noroshi c2 match`: the contract's rows, and words for people."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.c2.match import match
from noroshi.spine.model import ConfigError, Contribution, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding


@pytest.fixture
def home(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        store.replace_findings(run, [make_finding()], kind="c2-server", window=HOUR)
    (tmp_path / "list_2026-01-05.csv").write_text(
        "# Firstseen,DstIP,DstPort\n2026-01-04 00:00:00,192.0.2.1,443\n"
    )
    return tmp_path


def run(home, *options):
    return CliRunner().invoke(
        match, [str(option) for option in options], obj={"home": home, "verbose": False}
    )


def test_machine_output_is_one_row_per_direction(home):
    result = run(home, "--lists", home / "list_2026-01-05.csv", "--json")
    assert result.exit_code == 0
    ours, theirs = map(json.loads, result.stdout.splitlines())
    assert (ours["direction"], ours["matched"], ours["total"]) == ("ours-on-lists", 1, 1)
    assert ours["lead_days_p50"] == 3.0
    assert ours["lists"][0]["snapshot"] == "2026-01-05T00:00:00.000Z"
    assert (theirs["direction"], theirs["rate"]) == ("lists-by-us", 1.0)


def test_the_window_decides_which_entries_count(home):
    result = run(home, "--lists", home / "list_2026-01-05.csv", "--window", 2, "--json")
    assert json.loads(result.stdout.splitlines()[0])["matched"] == 0


def test_words_for_people_name_lists_interval_and_lead(home):
    result = run(home, "--lists", home / "list_2026-01-05.csv", "--wrong-share", "0.05")
    assert "1 of 1 = 100.0% (95 % interval 20.7% to 100.0%)" in result.stdout
    assert "3.0 days before the lists" in result.stdout
    assert "list_2026-01-05.csv: 1 entries, of 2026-01-05, 0 refused" in result.stdout
    assert "after the lists' own errors" in result.stdout


def test_what_peers_say_is_a_list_too(home):
    listed = Contribution(
        subject=Subject.ip("192.0.2.1"),
        kind="c2-server",
        source="peer:theirs",
        submission_id="s",
        received_at=MADE_AT,
        first_seen=MADE_AT,
    )
    with Store.open(home / "state.db") as store:
        Contributions(store.database).take([listed])
    result = run(home, "--peers", "--json")
    row = json.loads(result.stdout.splitlines()[0])
    assert (row["matched"], row["lists"][0]["name"]) == (1, "theirs")


def test_several_files_may_follow_one_option(home):
    (home / "plain.txt").write_text("192.0.2.1\n")
    result = run(home, "--lists", home / "list_2026-01-05.csv", home / "plain.txt", "--json")
    assert len(json.loads(result.stdout.splitlines()[0])["lists"]) == 2


def test_a_refused_list_is_told_by_the_exit_code(home):
    (home / "empty.txt").write_text("")
    result = run(home, "--lists", home / "empty.txt")
    assert result.exit_code == 1
    assert "names no address" in result.stderr


def test_no_list_is_wrong_use(home):
    assert isinstance(run(home).exception, ConfigError)


def test_an_empty_home_says_what_to_do_next(home, tmp_path):
    (tmp_path / "other").mkdir()
    result = run(tmp_path / "other", "--lists", home / "list_2026-01-05.csv")
    assert "noroshi c2 detect" in result.stderr
