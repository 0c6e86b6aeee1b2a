"""`noroshi readiness`: one group a technology."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_the_group_lists_its_technologies():
    assert "rpki" in CliRunner().invoke(cli, ["readiness", "--help"]).stdout
