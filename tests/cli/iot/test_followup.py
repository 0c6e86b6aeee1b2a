"""`noroshi iot followup`: curves for people and machines."""

import json


def test_groups_are_drawn_and_compared(noroshi, tmp_path):
    def row(arm, day, kind):
        return {"arm": arm, "notified": "2026-03-01T00:00:00Z", kind: f"2026-03-{day:02}T00:00:00Z"}

    rows = [row("letter", day, "fixed") for day in range(2, 10)]
    rows += [row("none", 28, "last_seen")] * 8 + [{"arm": "none"}]
    (tmp_path / "followed.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    done = noroshi("iot", "followup", "followed.jsonl", "--control", "none", "--json")
    assert done.returncode == 1
    letter, none = [json.loads(line) for line in done.stdout.splitlines()]
    assert (letter["fixed"], letter["median_days"], none["curve"]) == (8, 4.0, [])
    assert letter["p"] < 0.01
    assert letter["curve"][-1]["low"] is None  # undefined where nothing is left
    assert "1 rows refused: 1 bad-row" in done.stderr
    table = noroshi("iot", "followup", "followed.jsonl", "--control", "none", COLUMNS="200").stdout
    assert "100%" in table
    assert "█" in table
