"""`noroshi tokens`: every command is there, and its help answers."""

import pytest
from click.testing import CliRunner

from noroshi.cli.tokens.group import COMMANDS, tokens


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    result = CliRunner().invoke(tokens, [name, "--help"])
    assert result.exit_code == 0
    assert "--json" in result.output
