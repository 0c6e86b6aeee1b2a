"""`noroshi readiness rpki plan`: its options; tests/jobs/readiness/test_planning_roas.py runs it."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_the_own_as_must_be_given():
    result = CliRunner().invoke(cli, ["readiness", "rpki", "plan", "--routes", __file__])
    assert result.exit_code == 2
    assert "--own-as" in result.stderr
