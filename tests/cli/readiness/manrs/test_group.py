"""`readiness manrs`: its commands load."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_help_names_the_commands():
    done = CliRunner().invoke(cli, ["readiness", "manrs", "--help"])
    assert done.exit_code == 0
    assert {"assess", "spoofing", "filter"} <= set(done.stdout.split())
