"""`noroshi jobs` has its commands."""

from noroshi.cli.jobs.group import COMMANDS


def test_the_group_lists_its_commands(noroshi):
    done = noroshi("jobs", "--help")
    assert done.returncode == 0
    assert [name for name in COMMANDS if name not in done.stdout] == []
