"""`noroshi share feed`: rows, words and exit codes; feeding is tested in jobs."""

import json
import os
import signal
from dataclasses import replace

import pytest
from click.testing import CliRunner

from noroshi.cli.share import feed as share_feed
from noroshi.cli.share.feed import feed
from noroshi.jobs.share.zone_feeding import Fed
from noroshi.spine.model import ConfigError

DONE = Fed(
    zone="rpz.example", reloaded=False, editions=3, ended=1, blocked=4_000, unblocked=2,
    unsayable=0, updates=1, sequence=9, serial=1_700_000_000,
)  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command; a pass comes to what the test says."""

    def invoke(*options, done=DONE):
        monkeypatch.setattr(
            share_feed, "feed_zone", lambda *args, reload: replace(done, reloaded=reload)
        )
        return CliRunner().invoke(feed, options, obj={"home": tmp_path, "verbose": False})

    return invoke


def test_a_pass_is_one_row(run):
    result = run("--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["blocked"] == 4_000


def test_a_pass_is_one_sentence(run):
    assert "rpz.example: 3 editions, 1 ended; 4,000 names in, 2 out in 1 updates." in run().stdout
    assert "compared as a whole" in run("--reload").stdout
    assert "is up to date: sequence 9" in run(done=replace(DONE, updates=0)).stdout


def test_what_cannot_be_said_is_told_by_word_and_exit_code(run):
    result = run(done=replace(DONE, unsayable=2))
    assert result.exit_code == 1
    assert "2 subjects cannot be said" in result.stdout


def test_a_key_is_made_with_what_knot_needs(run, tmp_path):
    result = run("--make-key")
    assert result.exit_code == 0
    assert (tmp_path / "secrets" / "zone-feed.key").is_file()
    assert result.stdout.startswith("include: ")
    assert isinstance(run("--make-key", "--json").exception, ConfigError)


def test_a_key_is_one_row(run, tmp_path):
    row = json.loads(run("--make-key", "--json").stdout)
    assert row["key_file"] == str(tmp_path / "secrets" / "zone-feed.key")
    assert "zone:" in row["knot"]


def test_options_that_exclude_each_other_are_wrong_use(run):
    assert isinstance(run("--follow", "--make-key").exception, ConfigError)


def test_following_tells_each_pass_and_ends_when_asked(run, monkeypatch):
    def passes(home, store, clock, wait, *, steady):
        yield DONE
        os.kill(os.getpid(), signal.SIGTERM)
        assert wait(5)
        yield DONE

    monkeypatch.setattr(share_feed, "follow_lists", passes)
    result = run("--follow", "--json")
    assert [json.loads(line)["sequence"] for line in result.stdout.splitlines()] == [9, 9]
