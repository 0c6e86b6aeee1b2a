"""`noroshi iot notify`: files for operators, and what nobody answers for."""

import json


def test_reports_are_written_and_the_rest_is_told(noroshi, tmp_path):
    noroshi("init")
    noroshi(
        "operators",
        "add",
        "isp-a",
        "--name",
        "ISP A",
        "--prefix",
        "192.0.2.0/24",
        "--contact",
        "abuse@isp-a.example",
    )
    row = {"id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T00:00:00Z"}
    rows = [row, row | {"address": "203.0.113.1"}, {"id": 3}, row | {"mark": "answers-all"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    done = noroshi("iot", "notify", "rows.jsonl", "--out", "reports", "--format", "xarf", "--json")
    assert done.returncode == 1
    (told,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (told["operator"], told["rows"], told["contacts"]) == (
        "isp-a",
        1,
        ["abuse@isp-a.example"],
    )
    (report,) = (tmp_path / told["file"]).read_text().splitlines()
    assert json.loads(report)["source_identifier"] == "192.0.2.7"
    assert "1 exposures lie in no operator's network (unknown AS 1)" in done.stderr
    assert "1 rows refused: 1 bad-address" in done.stderr
    assert "left out as no devices: 1 answers-all" in done.stderr
    both = noroshi("iot", "notify", "rows.jsonl", "--out", "reports", "--marked", "--json")
    assert json.loads(both.stdout)["rows"] == 2
    assert "ISP A" in noroshi("iot", "notify", "rows.jsonl", "--out", "reports").stdout
