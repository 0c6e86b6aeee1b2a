"""`noroshi readiness results` of an empty home tells nothing. More: test_keep_option.py."""

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_an_empty_home_has_none(tmp_path):
    done = CliRunner().invoke(cli, ["--home", str(tmp_path / "h"), "readiness", "results"])
    assert (done.exit_code, done.stdout) == (0, "")
