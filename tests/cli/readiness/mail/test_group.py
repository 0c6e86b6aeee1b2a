"""`noroshi readiness mail`: its commands exist."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_the_group_lists_its_commands():
    told = CliRunner().invoke(cli, ["readiness", "mail", "--help"]).stdout
    assert all(name in told for name in ("assess", "import", "forecast", "configure", "stage", "monitor", "verify"))  # fmt: skip
