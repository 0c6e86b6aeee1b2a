"""`noroshi kpi`: a group of four."""

from noroshi.cli.kpi.group import COMMANDS


def test_the_group_names_its_commands(noroshi):
    told = noroshi("kpi", "--help").stdout
    assert all(name in told for name in COMMANDS)
