"""`noroshi iot`: the group."""

from click.testing import CliRunner

from noroshi.cli.iot.group import iot


def test_help_names_every_command():
    told = CliRunner().invoke(iot, ["--help"]).stdout
    assert "scope" in told
    assert "identify" in told
