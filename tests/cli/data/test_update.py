"""`noroshi data update`."""

import json

from noroshi.testing.command import rows, run


def given(tmp_path, **files):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return str(folder)


GOOD = {"name": "Theirs", "type": "cidr", "list": ["192.0.2.0/24"]}


def test_a_folder_becomes_lists_in_use(tmp_path):
    home, folder = tmp_path / "home", given(tmp_path, a=GOOD)
    (told,) = rows(home, "data", "update", "warning-lists", "--from", folder)
    assert (told["files"], told["changed"], told["licence"]) == (1, True, "CC0-1.0")
    again = run(home, "data", "update", "warning-lists", "--from", folder)
    assert "1 files" in again.stdout
    assert "as before" in again.stdout
    (checked,) = rows(home, "share", "warnings", "--check", "192.0.2.9")
    assert checked["lists"] == ["Theirs"]


def test_files_left_out_end_with_1_and_are_named(tmp_path):
    bad = {f"bad{number}": {} for number in range(7)}
    folder = given(tmp_path, a=GOOD, **bad)
    done = run(tmp_path / "home", "data", "update", "warning-lists", "--from", folder)
    assert done.exit_code == 1
    assert "left out bad0.json" in done.stderr
    assert "and 2 more" in done.stderr


def test_an_unknown_name_is_wrong_use(tmp_path):
    assert run(tmp_path / "home", "data", "update", "secrets").exit_code == 2
