"""`noroshi readiness progress` writes the quarter as CSV, JSON and one page."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError


def run(home, *words, **more):
    words = ["--home", str(home), "readiness", "progress", "--operator", "Example Net", *words]
    return CliRunner().invoke(cli, words, **more)


def test_every_form_tells_the_same(tmp_path):
    for name in ("p.csv", "p.json", "p.html", "p.pdf"):
        done = run(tmp_path / "h", "--out", str(tmp_path / name))
        assert done.stdout.strip() == str(tmp_path / name)
    rows = json.loads((tmp_path / "p.json").read_bytes())
    assert len((tmp_path / "p.csv").read_text("utf-8-sig").splitlines()) == len(rows) + 1
    assert "四半期" in (tmp_path / "p.html").read_text()
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")


def test_people_and_machines(tmp_path):
    lines = [json.loads(line) for line in run(tmp_path / "h", "--json").stdout.splitlines()]
    assert lines[0]["operator"] == "Example Net"
    assert "mail.dmarc" in run(tmp_path / "h", env={"LC_ALL": "C"}).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "p.doc"], "ends in none"),
        (["--quarter", "2026"], "no quarter"),
        (["--quarter", "2199Q1"], "not begun"),
        (["--out", "/nowhere/p.csv"], "cannot be written"),
    ],
)
def test_wrong_use_is_told(words, said, tmp_path):
    done = run(tmp_path / "h", *words)
    assert isinstance(done.exception, ConfigError)
    assert said in str(done.exception)
