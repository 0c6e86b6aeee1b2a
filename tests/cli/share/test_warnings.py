"""`noroshi share warnings`."""

import json

from noroshi.testing.command import make_home, rows, run


def test_the_lists_in_use_are_shown(tmp_path):
    told = rows(make_home(tmp_path / "home"), "share", "warnings")
    assert "Public DNS resolvers" in {row["name"] for row in told}
    assert all(row["entries"] and not row["refused"] for row in told)
    assert "entries (cidr)" in run(tmp_path / "home", "share", "warnings").stdout


def test_a_value_is_checked(tmp_path):
    home = make_home(tmp_path / "home")
    told = rows(home, "share", "warnings", "--check", "9.9.9.9", "--check", "shop.example")
    assert [row["lists"] for row in told] == [["Public DNS resolvers"], []]
    assert "no list names it" in run(home, "share", "warnings", "--check", "shop.example").stdout


def test_a_bad_file_and_bad_entries_end_with_1(tmp_path):
    home = make_home(tmp_path / "home")
    folder = home / "warning-lists"
    folder.mkdir()
    listed = {"name": "Own", "type": "cidr", "list": ["192.0.2.1", "no address"]}
    (folder / "own.json").write_text(json.dumps(listed))
    done = run(home, "share", "warnings", "--json")
    assert done.exit_code == 1
    assert '"refused":{"cannot be read":1}' in done.stdout
    (folder / "own.json").write_text("{")
    assert "own.json" in run(home, "share", "warnings").stderr
