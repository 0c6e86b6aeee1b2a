"""`outlet configure`: settings go out only if the resolver's parser takes them."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.cli.readiness.outlet import configure as command
from noroshi.jobs.readiness.checking_text import Checked

WORDS = ["readiness", "outlet", "configure", "--for", "kresd", "--file", "/srv/noroshi.rpz"]


def said(monkeypatch, good, *more):
    checked = Checked(good, "kresd", "it says so")
    monkeypatch.setattr(command, "resolver_text", lambda *_: ("-- settings\n", checked))
    return CliRunner().invoke(cli, [*WORDS, *more])


@pytest.mark.parametrize(("good", "told"), [(True, "checked with kresd"), (None, "not checked: kresd")])  # fmt: skip
def test_what_is_not_refused_is_written(monkeypatch, good, told):
    result = said(monkeypatch, good)
    assert (result.exit_code, result.stdout) == (0, "-- settings\n")
    assert told in result.stderr


def test_what_is_refused_is_not_written(monkeypatch):
    result = said(monkeypatch, False)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "kresd refuses the text: it says so" in result.stderr


def test_machines_are_told_all(monkeypatch):
    row = json.loads(said(monkeypatch, True, "--json").stdout)
    assert row == {"for": "kresd", "checked": True, "parser": "kresd", "text": "-- settings\n"}
