from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.cli.readiness.outlet.group import COMMANDS


def test_every_command_opens_and_tells_its_help():
    for name in COMMANDS:
        told = CliRunner().invoke(cli, ["readiness", "outlet", name, "--help"])
        assert told.exit_code == 0, told.output
