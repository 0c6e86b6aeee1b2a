"""`noroshi iot match`: lines for the operator, counts for others."""

import json


def test_lines_are_named_for_machines_and_counted_for_people(noroshi, tmp_path):
    (tmp_path / "found.jsonl").write_text(
        '{"id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T00:05:00Z"}\n'
    )
    (tmp_path / "log.csv").write_text(
        "address,start,end,subscriber\n192.0.2.7,2026-03-01T00:00:00Z,,line-77\n"
    )
    done = noroshi("iot", "match", "found.jsonl", "log.csv", "--purpose", "notice", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T00:05:00Z",
        "result": "matched", "subscriber": "line-77", "reason": None,
    }  # fmt: skip
    people = noroshi("iot", "match", "found.jsonl", "log.csv", "--purpose", "notice").stdout
    assert "line-77" not in people
    assert people.split()[:2] == ["matched", "1"]


def test_a_purpose_must_be_told(noroshi, tmp_path):
    (tmp_path / "x").write_text("")
    done = noroshi("iot", "match", "x", "x")
    assert done.returncode == 2
    assert "--purpose" in done.stderr
