"""`noroshi iot attribute`: AS and operator on every row."""

import json


def home_with_operator(noroshi):
    noroshi("init")
    done = noroshi(
        "operators",
        "add",
        "isp-a",
        "--name",
        "ISP A",
        "--asn",
        "64500",
        "--contact",
        "abuse@isp-a.example",
    )
    assert done.returncode == 0, done.stderr


def test_rows_leave_with_as_and_operator(noroshi, tmp_path):
    home_with_operator(noroshi)
    (tmp_path / "asn.csv").write_text("192.0.2.0,192.0.2.255,64500,Net A\n")
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "address": "192.0.2.7"}\n{"id": 2}\n')
    done = noroshi("iot", "attribute", "rows.jsonl", "--as-table", "asn.csv", "--json")
    assert done.returncode == 1
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": 1, "address": "192.0.2.7", "asn": 64500, "as_name": "Net A", "operator": "isp-a"}
    ]
    assert "1 rows refused: 1 no-address" in done.stderr
    table = noroshi("iot", "attribute", "rows.jsonl", "--as-table", "asn.csv").stdout
    assert "isp-a" in table


def test_a_disputed_number_is_told(noroshi, tmp_path):
    home_with_operator(noroshi)
    noroshi("operators", "add", "isp-b", "--name", "ISP B", "--asn", "64500")
    (tmp_path / "rows.jsonl").write_text('{"address": "192.0.2.7"}\n')
    done = noroshi("iot", "attribute", "rows.jsonl")
    assert "AS64500 is claimed by isp-a, isp-b" in done.stderr
    assert "(nobody)" in done.stdout
