"""`noroshi readiness dnssec configure`: texts on stdout, the parser's word on stderr."""

import pytest

from noroshi.jobs.readiness.checking_text import Checked
from noroshi.spine.model import ConfigError
from noroshi.testing.command import rows, run


def configure(home, *words, call=run):
    return call(home, "readiness", "dnssec", "configure", *words)


def test_a_text_is_told_with_its_parser(tmp_path):
    (row,) = configure(tmp_path, "signing", "--for", "knot", "--zone", "isp.example", call=rows)
    assert "domain: isp.example." in row["text"]
    assert row["checked"] in (True, None)


def test_what_the_parser_refuses_is_not_written(tmp_path, monkeypatch):
    refusal = ("broken", Checked(False, "knotc", "line 1"))
    monkeypatch.setattr("noroshi.cli.readiness.dnssec.configure.signing_text", lambda *_: refusal)
    result = configure(tmp_path, "signing", "--for", "knot", "--zone", "isp.example")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "refuses the text: line 1" in result.stderr


def test_a_missing_parser_is_told(tmp_path, monkeypatch):
    absent = ("text\n", Checked(None, "kresd", ""))
    monkeypatch.setattr("noroshi.cli.readiness.dnssec.configure.validation_text", lambda *_: absent)
    result = configure(tmp_path, "validation", "--for", "kresd")
    assert result.stdout == "text\n"
    assert "not checked: kresd is not installed" in result.stderr


@pytest.mark.parametrize("words", [("--zone", "a;b.example"), ("--zone", "isp.example", "--parent", "ns.example"), ("--zone", "isp.example", "--opt-out")])  # fmt: skip
def test_a_malformed_wish_writes_nothing(tmp_path, words):
    result = configure(tmp_path, "signing", "--for", "bind", *words)
    assert isinstance(result.exception, ConfigError)
    assert result.stdout == ""
