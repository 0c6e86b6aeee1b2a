"""`noroshi sites`: what it offers."""

from noroshi.cli.sites.group import COMMANDS, sites


def test_every_command_can_be_had():
    assert [sites.get_command(None, name).name for name in COMMANDS] == list(COMMANDS)
