"""Checking: a missing parser is told as such, and no namesake is asked."""

from noroshi.jobs.readiness import checking_text
from noroshi.jobs.readiness.checking_text import Parser, check_text


def test_a_dialect_without_parser_is_not_checked():
    assert check_text("junos", "x").good is None


def test_a_parser_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(checking_text.PARSERS, "bird", Parser("no-such-program", ()))
    found = check_text("bird", "x")
    assert (found.good, found.parser) == (None, "no-such-program")


def test_a_namesake_is_not_asked(monkeypatch):
    monkeypatch.setitem(checking_text.PARSERS, "bird", Parser("echo", (), ("hello",), "BIRD"))
    assert check_text("bird", "x").good is None


def test_a_parser_that_hangs_refuses(monkeypatch):
    monkeypatch.setattr(checking_text, "LONGEST_S", 0.1)
    monkeypatch.setitem(checking_text.PARSERS, "bird", Parser("sh", ("-c", "exec sleep 9")))
    found = check_text("bird", "x")
    assert found.good is False
    assert "timed out" in found.said
