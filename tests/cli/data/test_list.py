"""`noroshi data list`."""

import json

from noroshi.testing.command import rows, run


def test_what_is_held_and_under_which_licence(tmp_path):
    home = tmp_path / "home"
    assert {row["name"]: row["files"] for row in rows(home, "data", "list")} == {
        "warning-lists": 0,
        "recog": 0,
    }
    (tmp_path / "a.json").write_text(
        json.dumps({"name": "A", "type": "cidr", "list": ["192.0.2.0/24"]})
    )
    run(home, "data", "update", "warning-lists", "--from", str(tmp_path / "a.json"))
    told = rows(home, "data", "list")[0]
    assert (told["files"], told["source"]) == (1, str(tmp_path / "a.json"))
    assert "CC0-1.0" in run(home, "data", "list").stdout
