from noroshi.cli.sites.brands.group import COMMANDS, brands


def test_every_command_can_be_had() -> None:
    assert [brands.get_command(None, name).name for name in COMMANDS] == list(COMMANDS)
