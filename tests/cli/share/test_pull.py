"""`noroshi share pull`: rows, words and exit codes; reading peers is tested in jobs."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.share import pull as share_pull
from noroshi.cli.share.pull import pull
from noroshi.jobs.share.pulling import Pulled
from noroshi.spine.model import ConfigError

GOOD = Pulled(peer="l", kind="list", new=1_200, renewed=3, withdrawn=0, held=1_203, refused={})


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command; a pull comes to what the test says."""
    (tmp_path / "noroshi.toml").write_text(
        '[[peers]]\nname = "l"\nkind = "list"\nurl = "https://l.example/x"\n', encoding="utf-8"
    )

    def invoke(*options, done=GOOD):
        monkeypatch.setattr(share_pull, "pull_peer", lambda *args: done)
        return CliRunner().invoke(pull, options, obj={"home": tmp_path, "verbose": False})

    return invoke


def with_(**more):
    return Pulled(**{name: getattr(GOOD, name) for name in GOOD.__slots__} | more)


def test_a_pull_is_one_row(run):
    result = run("--json")
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert (row["peer"], row["new"], row["held"], row["refused"]) == ("l", 1_200, 1_203, {})


def test_refused_entries_are_told_by_word_and_exit_code(run):
    result = run(done=with_(refused={"domain": 2, "bad-port": 1}))
    assert result.exit_code == 1
    assert "1,200 new, 3 renewed, 0 taken back; 1,203 held." in result.stdout
    assert "Refused: 1 bad-port, 2 domain." in result.stdout


def test_a_peer_that_is_unwell_is_told_on_stderr(run):
    result = run("--json", done=with_(error="it sleeps"))
    assert result.exit_code == 3
    assert "l: it sleeps" in result.stderr


def test_an_unknown_peer_is_wrong_use(run):
    assert isinstance(run("x").exception, ConfigError)
