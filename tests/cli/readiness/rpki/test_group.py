"""`noroshi readiness rpki`: its commands exist."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_the_group_lists_its_commands():
    assert "validate" in CliRunner().invoke(cli, ["readiness", "rpki", "--help"]).stdout
