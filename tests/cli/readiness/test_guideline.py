"""`noroshi readiness guideline` writes the paper, whole or not at all."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError


def run(home, *words):
    return CliRunner().invoke(cli, ["--home", str(home), "readiness", "guideline", *words])


def test_the_paper_of_an_operator(tmp_path):
    out = tmp_path / "plan.html"
    done = run(tmp_path / "h", "--operator", "Example Net", "--out", str(out), "--language", "en", "--json")  # fmt: skip
    told = json.loads(done.stdout)
    assert told["octets"] == len(out.read_bytes())
    assert told["run"] in out.read_text()
    assert "Example Net" in out.read_text()


def test_the_guideline_of_a_programme(tmp_path):
    out = tmp_path / "guideline.html"
    assert run(tmp_path / "h", "--coordinator", "--issuer", "Centre", "--out", str(out)).exit_code == 0  # fmt: skip
    assert "導入ガイドライン" in out.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--coordinator", "--out", "plan.doc"], "ends in none"),
        (["--out", "plan.html"], "either"),
        (["--operator", "x", "--coordinator", "--out", "plan.html"], "either"),
        (["--operator", "x", "--out", "/nowhere/plan.html"], "cannot be written"),
    ],
)
def test_wrong_use_is_told(words, said, tmp_path):
    done = run(tmp_path / "h", *words)
    assert isinstance(done.exception, ConfigError)
    assert said in str(done.exception)
