"""`noroshi doctor` ends with 3 while something is unwell."""

import json


def rows(done):
    return {row["part"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_a_fresh_home_is_told_part_by_part(noroshi):
    noroshi("init")
    found = rows(noroshi("doctor", "--json"))
    assert found["database"]["state"] == "well"
    assert found["secrets"]["advice"] is None


def test_an_unwell_one_ends_with_3_and_advice_in_the_reader_s_language(noroshi, tmp_path):
    noroshi("init")
    (tmp_path / "home" / "audit.jsonl").write_text("nonsense\n")
    done = noroshi("doctor", "--json")
    assert done.returncode == 3
    assert rows(done)["audit"]["state"] == "unwell"
    assert "バックアップ" in noroshi("doctor", LC_ALL="ja_JP.UTF-8", COLUMNS="200").stdout
