"""Checks for people."""

from noroshi.cli.checks_view import MARKS, show_checks
from noroshi.cli.door import Door
from noroshi.readiness.check import Level, say
from noroshi.spine.home import Home


def test_every_level_has_a_mark():
    assert set(MARKS) == set(Level)


def test_what_strangers_wrote_does_not_steer_the_terminal(tmp_path, capsys):
    check = say("a.b", Level.BAD, "d.example", ("\x1b[2J", "\x1b[2J"), remedy=("直", "mend"))
    show_checks(Door(Home(tmp_path), as_json=False), "d.example", "bad", [check], "en")
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "→ mend" in told
