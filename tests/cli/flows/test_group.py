"""The group `flows`: it names its commands and loads none of them to do so."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_help_names_the_commands():
    done = CliRunner().invoke(cli, ["flows", "--help"])
    assert done.exit_code == 0
    assert "import" in done.output


def test_an_unknown_command_is_wrong_use():
    done = CliRunner().invoke(cli, ["flows", "fly"])
    assert done.exit_code == 2
    assert "No such command" in done.output
