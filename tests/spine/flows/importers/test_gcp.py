"""GCP: entries of Cloud Logging in every shape they are exported in."""

import json

import pytest

from noroshi.spine.flows.importers import detect_format


def entry(**changes):
    payload = {
        "connection": {"src_ip": "100.64.0.1", "src_port": 50000, "dest_ip": "192.0.2.1", "dest_port": 443, "protocol": 6},
        "reporter": "SRC",
        "bytes_sent": "700",
        "packets_sent": "5",
        "start_time": "2023-11-14T22:13:20.250000000Z",
        "end_time": "2023-11-14T22:13:21.750Z",
        "src_instance": {"vm_name": "vm-1"},
        "src_vpc": {"vpc_name": "net-1"},
    }  # fmt: skip
    return {"insertId": "a1", "timestamp": "2023-11-14T22:13:30Z", "jsonPayload": payload | changes}


SHAPES = {
    "lines": lambda found: "".join(json.dumps(e) + "\n" for e in found),
    "array": json.dumps,
    "spread array": lambda found: json.dumps(found, indent=2),
    "payloads": lambda found: "".join(json.dumps(e["jsonPayload"]) + "\n" for e in found),
    "marked": lambda found: "\ufeff" + json.dumps(found),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_reads_the_same(taken, ends, shape):
    table, tally = taken(SHAPES[shape]([entry()]), "gcp")
    (row,) = table.to_pylist()
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert row["flowStartMilliseconds"].isoformat() == "2023-11-14T22:13:20.250000"
    assert row["flowEndMilliseconds"].isoformat() == "2023-11-14T22:13:21.750000"
    assert (row["octetDeltaCount"], row["packetDeltaCount"], row["reverseOctetDeltaCount"]) == (700, 5, None)  # fmt: skip
    assert (row["exporter"], row["vrfName"], row["flowDirection"]) == ("vm-1", "net-1", 1)


@pytest.mark.parametrize("shape", ["lines", "array", "spread array"])
def test_an_entry_exported_twice_is_one_row(taken, shape):
    table, tally = taken(SHAPES[shape]([entry(), entry(), entry() | {"insertId": "a2"}]), "gcp")
    assert (table.num_rows, tally.read, dict(tally.aside)) == (2, 2, {"repeated": 1})


def test_entries_of_other_logs_are_passed_over(taken):
    table, tally = taken(SHAPES["lines"]([{"textPayload": "hello"}, entry()]), "gcp")
    assert (table.num_rows, tally.read, dict(tally.aside)) == (1, 1, {"other-record": 1})


def test_a_refused_entry_is_told_with_its_line(taken):
    bad = entry(bytes_sent="-1") | {"insertId": "b"}
    table, tally = taken(SHAPES["lines"]([entry(), bad]) + "{broken\n", "gcp")
    assert table.num_rows == 1
    assert sorted(tally.examples) == [("bad-counter", 2), ("bad-row", 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_log_is_known_by_content(tmp_path, shape):
    (tmp_path / "a").write_text(SHAPES[shape]([entry()]), "utf-8")
    assert detect_format(tmp_path / "a") == "gcp"
