"""`noroshi review list`."""

import json

from noroshi.testing.command import AT, WEAK, make_home, rows, run


def test_what_waits_comes_with_reason_and_position(tmp_path):
    home = make_home(tmp_path / "home")
    run(home, "share", "publish", "--at", AT)
    (row,) = rows(home, "review", "list", "--at", AT)
    assert (row["id"], row["what"], row["score"], row["approvals"]) == (WEAK.id, "finding", 0.5, 1)
    assert "50.0 %" in row["reason"]["en"]
    assert row["position"] > 0


def test_people_read_a_line_each_and_the_count(tmp_path, monkeypatch):
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    done = run(home, "review", "list", "--at", AT)
    assert "保留します" in done.stdout
    assert "1 of 1" in done.stderr
    monkeypatch.setenv("LC_ALL", "C")
    assert "needs 1" in run(home, "review", "list", "--at", AT).stdout


def test_suspended_entries_come_first(tmp_path):
    home = make_home(tmp_path / "home")
    run(home, "share", "publish", "--at", AT)
    (line,) = run(home, "share", "export", "--format", "jsonl", "--at", AT).stdout.splitlines()
    name = json.loads(line)["id"]
    run(home, "share", "wrong", name, "--reason", "ours", "--by", "hanako")
    assert "suspended" in run(home, "review", "list", "--at", AT).stdout.splitlines()[0]
    assert len(rows(home, "review", "list", "--at", AT, "--limit", "1")) == 1
