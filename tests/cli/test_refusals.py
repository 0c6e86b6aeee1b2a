"""Refusals: told with reasons, and by the exit code."""

from collections import Counter

import click
from click.testing import CliRunner

from noroshi.cli.refusals import tell_refused


def told(refused):
    command = click.Command("told", callback=lambda: tell_refused(Counter(refused), "rows"))
    return CliRunner().invoke(command)


def test_nothing_refused_is_no_word():
    assert (told({}).exit_code, told({}).stderr) == (0, "")


def test_reasons_are_sorted_and_counted():
    result = told({"late": 1, "bad": 2})
    assert (result.exit_code, result.stderr) == (1, "noroshi: 3 rows refused: 2 bad, 1 late\n")
