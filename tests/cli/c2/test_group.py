from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from noroshi.cli.c2.group import COMMANDS, c2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_it_is_said_to_be(name):
    module, attribute = COMMANDS[name][0].split(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.help


def test_help_lists_every_command():
    shown = CliRunner().invoke(c2, ["--help"]).output
    assert all(name in shown for name in COMMANDS)
