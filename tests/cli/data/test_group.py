"""`noroshi data`."""

from noroshi.testing.command import run


def test_the_group_lists_its_commands(tmp_path):
    told = run(tmp_path, "data", "--help").stdout
    assert all(name in told for name in ("list", "update"))
