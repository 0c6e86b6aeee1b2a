import json
import sys
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

from noroshi.cli.c2.explain import canonical_subject, explain
from noroshi.spine.model import ConfigError, InputError
from noroshi.testing.portraits import sample_finding, sample_portrait


@pytest.fixture
def asked(monkeypatch):
    """What the job was asked; it knows 203.0.113.80 only."""
    calls = []

    def job(home, address):
        calls.append(address)
        if not address.startswith("203.0.113.80"):
            return []
        low = sample_portrait(sample_finding(port=81, score=0.2))
        return [low, sample_portrait(sample_finding(clients=2))]

    module = ModuleType("noroshi.jobs.c2.explaining")
    module.explain = job
    monkeypatch.setitem(sys.modules, "noroshi.jobs.c2.explaining", module)
    return calls


def run(tmp_path, *arguments):
    obj = {"home": tmp_path, "verbose": False}
    return CliRunner().invoke(explain, list(arguments), obj=obj)


def test_the_most_probable_portrait_is_printed_first(asked, tmp_path):
    result = run(tmp_path, "203.0.113.80", "--lang", "en")
    assert result.exit_code == 0
    assert result.output.index(":8080/tcp") < result.output.index(":81/tcp")


def test_the_page_is_written_in_the_asked_language(asked, tmp_path):
    page = tmp_path / "page.html"
    result = run(tmp_path, "203.0.113.80", "--html", str(page), "--lang", "ja")
    assert result.exit_code == 0
    assert '<html lang="ja">' in page.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_dash_writes_the_page_alone_to_stdout(asked, tmp_path):
    result = run(tmp_path, "203.0.113.80", "--html", "-")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert result.stdout.rstrip().endswith("</html>")


def test_json_is_one_object_a_line_beside_the_page(asked, tmp_path):
    page = tmp_path / "page.html"
    result = run(tmp_path, "203.0.113.80", "--json", "--html", str(page), "--outside")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["score"] for row in rows] == [0.974, 0.2]
    assert rows[0]["clients"] == "<3"
    assert "client 1<" not in page.read_text(encoding="utf-8")


def test_json_and_a_page_cannot_share_stdout(asked, tmp_path):
    result = run(tmp_path, "203.0.113.80", "--json", "--html", "-")
    assert isinstance(result.exception, ConfigError)


def test_an_unknown_server_is_told_with_what_to_do(asked, tmp_path):
    result = run(tmp_path, "192.0.2.1")
    assert isinstance(result.exception, ConfigError)
    assert "noroshi c2 detect --all" in str(result.exception)


def test_a_page_that_cannot_be_written_is_told(asked, tmp_path):
    result = run(tmp_path, "203.0.113.80", "--html", str(tmp_path / "none" / "page.html"))
    assert isinstance(result.exception, ConfigError)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("2001:DB8:0::5", "2001:db8::5"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[2001:db8::5]:53/UDP", "[2001:db8::5]:53/udp"),
    ],
)
def test_the_job_gets_the_one_spelling(text, subject):
    assert canonical_subject(text) == subject


def test_nonsense_is_refused_before_the_job():
    with pytest.raises(InputError):
        canonical_subject("c2.example")


def test_the_command_describes_every_option():
    assert all(p.help for p in explain.params if isinstance(p, click.Option))
