"""`noroshi users`: every command is there, and its help answers."""

import pytest
from click.testing import CliRunner

from noroshi.cli.users.group import COMMANDS, users


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    result = CliRunner().invoke(users, [name, "--help"])
    assert result.exit_code == 0
    assert "--json" in result.output
