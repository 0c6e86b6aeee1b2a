"""`noroshi audit` has its commands."""

from noroshi.cli.audit.group import COMMANDS


def test_the_group_lists_its_commands_without_importing_them(noroshi):
    done = noroshi("audit", "--help")
    assert done.returncode == 0
    assert [name for name in COMMANDS if name not in done.stdout] == []
