"""`noroshi readiness rpki simulate`: its options; tests/jobs/readiness/test_simulating.py runs it."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_an_unknown_stage_is_refused():
    words = ["readiness", "rpki", "simulate", "--vrps", __file__, "--routes", __file__]
    result = CliRunner().invoke(cli, [*words, "--stage", "tag"])
    assert result.exit_code == 2 or "tag" in str(result.exception)
