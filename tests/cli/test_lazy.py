"""Lazy groups import a command only when it is called."""

import sys

import click
from click.testing import CliRunner

from noroshi.cli.lazy import LazyGroup

GROUP = LazyGroup(
    "tools",
    commands_at={
        "zeta": ("noroshi.cli.house:init", "The first."),
        "broken": ("noroshi.nowhere:command", "Never imported by help."),
    },
)


def test_help_lists_without_importing() -> None:
    done = CliRunner().invoke(GROUP, ["--help"])
    assert done.exit_code == 0
    assert "The first." in done.output
    assert "Never imported by help." in done.output
    assert "noroshi.nowhere" not in sys.modules


def test_names_keep_their_declared_order() -> None:
    assert GROUP.list_commands(click.Context(GROUP)) == ["zeta", "broken"]


def test_a_command_is_found_when_called() -> None:
    command = GROUP.get_command(click.Context(GROUP), "zeta")
    assert isinstance(command, click.Command)
    assert command.name == "init"


def test_an_unknown_command_is_wrong_use() -> None:
    done = CliRunner().invoke(GROUP, ["nonsense"])
    assert done.exit_code == 2
    assert "No such command" in done.output
