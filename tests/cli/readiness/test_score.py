"""`noroshi readiness score`: what it tells people, machines, and a hub."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError


def run(home, *words, **more):
    return CliRunner().invoke(cli, ["--home", str(home), "readiness", "score", *words], **more)


def test_an_empty_home_has_no_score_and_says_what_to_do(tmp_path):
    told = json.loads(run(tmp_path / "h", "--json").stdout)
    assert told["score"] is None
    assert told["next"]["state"] in {"no-data", "manual"}
    shown = run(tmp_path / "h", env={"LC_ALL": "C"}).stdout
    assert "no data" in shown
    assert "→ [" in shown


def test_items_are_told_on_demand(tmp_path):
    lines = run(tmp_path / "h", "--json", "--items").stdout.splitlines()
    assert len(lines) == 34
    assert "rpki.roa" in run(tmp_path / "h", "--items", env={"LC_ALL": "ja_JP.UTF-8"}).stdout


def test_what_would_be_sent_is_shown_and_not_sent(tmp_path):
    shown = json.loads(run(tmp_path / "h", "--show").stdout)
    assert set(shown) == {"scored_at", "edition", "follows", "score", "coverage", "technologies"}


def test_sending_needs_a_token(tmp_path):
    assert isinstance(run(tmp_path / "h", "--send", "https://hub.example").exception, ConfigError)
