"""`readiness rpki aspa`: its commands load."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_help_names_the_commands():
    done = CliRunner().invoke(cli, ["readiness", "rpki", "aspa", "--help"])
    assert done.exit_code == 0
    assert {"verify", "plan"} <= set(done.stdout.split())
