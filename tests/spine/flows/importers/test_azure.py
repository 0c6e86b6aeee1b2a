"""Azure: tuples of security groups and virtual networks; counters of a flow count once."""

import json

import pytest

from noroshi.spine.flows.importers import detect_format

RESOURCE = (
    "/SUBSCRIPTIONS/0/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG-1"
)


def group(*tuples, version=2):
    flows = [{"rule": "r", "flows": [{"mac": "00005E005301", "flowTuples": list(tuples)}]}]
    record = {"time": "2023-11-14T22:15:00Z", "category": "NetworkSecurityGroupFlowEvent", "resourceId": RESOURCE, "properties": {"Version": version, "flows": flows}}  # fmt: skip
    return json.dumps({"records": [record]})


def network(*tuples):
    flows = {"flows": [{"aclID": "0", "flowGroups": [{"rule": "r", "flowTuples": list(tuples)}]}]}
    record = {"time": "2023-11-14T22:15:00Z", "flowLogVersion": 4, "macAddress": "00005E005301", "category": "FlowLogFlowEvent", "targetResourceID": "/x/virtualNetworks/net-1", "flowRecords": flows}  # fmt: skip
    return json.dumps({"records": [record]}, indent=1)


ENDS = "100.64.0.1,192.0.2.1,50000,443"
GROUP = [
    f"1700000000,{ENDS},T,O,A,B,,,,",
    f"1700000300,{ENDS},T,O,A,C,1021,588096,8005,4610880",
    f"1700000400,{ENDS},T,O,A,E,52,29952,47,27072",
]
NETWORK = [
    f"1700000000000,{ENDS},6,O,B,NX,0,0,0,0",
    f"1700000300000,{ENDS},6,O,C,NX,1021,588096,8005,4610880",
    f"1700000400000,{ENDS},6,O,E,NX,52,29952,47,27072",
]


@pytest.mark.parametrize(("content", "exporter"), [(group(*GROUP), "NSG-1"), (network(*NETWORK), "net-1")])  # fmt: skip
def test_counters_of_a_conversation_add_up(taken, ends, content, exporter):
    table, tally = taken(content, "azure")
    rows = table.to_pylist()
    assert not tally.refused
    assert (tally.read, dict(tally.aside)) == (2, {"flow-begun": 1})
    assert set(ends(table)) == {("100.64.0.1", "192.0.2.1")}
    # Microsoft's own example: 9,125 packets and 5,256,000 octets in both directions.
    assert sum(r["packetDeltaCount"] + r["reversePacketDeltaCount"] for r in rows) == 9_125
    assert sum(r["octetDeltaCount"] + r["reverseOctetDeltaCount"] for r in rows) == 5_256_000
    assert [r["octetDeltaCount"] for r in rows] == [588_096, 29_952]
    assert {(r["protocolIdentifier"], r["flowDirection"], r["forwardingStatus"], r["exporter"]) for r in rows} == {(6, 1, 64, exporter)}  # fmt: skip


@pytest.mark.parametrize("content", [group(*GROUP), network(*NETWORK), network(*NETWORK[::-1])])
def test_a_tuple_reaches_from_the_one_before_it(taken, content):
    table, _ = taken(content, "azure")
    spans = sorted((r["flowStartMilliseconds"].timestamp(), r["flowEndMilliseconds"].timestamp()) for r in table.to_pylist())  # fmt: skip
    first = spans[0][0]
    assert [(a - first, b - first) for a, b in spans] == [(0, 300), (300, 400)]


def test_another_interface_is_another_flow(taken):
    one = json.loads(network(NETWORK[0]))["records"]
    other = json.loads(network(NETWORK[2]))["records"]
    other[0]["macAddress"] = "00005E005302"
    table, _ = taken(json.dumps({"records": one + other}), "azure")
    (row,) = table.to_pylist()
    assert row["flowStartMilliseconds"] == row["flowEndMilliseconds"]


def test_version_one_has_no_counters_but_every_decision(taken):
    content = group(f"1700000000,{ENDS},U,I,A", f"1700000001,{ENDS},T,I,D", version=1)
    table, tally = taken(content, "azure")
    assert tally.read == 2
    assert table["forwardingStatus"].to_pylist() == [64, 128]
    assert table["firewallEvent"].to_pylist() == [None, 3]
    assert table["reverseOctetDeltaCount"].to_pylist() == [None, None]


@pytest.mark.parametrize("content", [group(f"1700000000,{ENDS},U,I,D,B,,,,"), network(f"1700000000000,{ENDS},17,I,D,NX,0,0,0,0")])  # fmt: skip
def test_denied_flows_are_rows_though_they_only_begin(taken, content):
    table, tally = taken(content, "azure")
    (row,) = table.to_pylist()
    assert (row["forwardingStatus"], row["octetDeltaCount"], tally.aside) == (128, 0, {})


def test_bad_tuples_are_counted_and_good_ones_kept(taken):
    bad = ["1,2,3", "", 7, GROUP[2].replace("192.0.2.1", "nobody"), "a\nb" + "," * 12]
    table, tally = taken(group(*bad, GROUP[2]), "azure")
    assert table.num_rows == 1
    assert tally.read == 6
    assert tally.refused == {"bad-row": 3, "no-ip-address": 1, "no-ip-protocol": 1}


def test_one_envelope_a_line_is_read_too(taken):
    content = "".join(json.dumps(json.loads(network(*NETWORK))) + "\n" for _ in range(3))
    assert taken(content, "azure")[0].num_rows == 6


def test_a_file_cut_in_the_middle_keeps_whole_records(taken):
    both = json.loads(network(*NETWORK))["records"] * 2
    table, tally = taken(json.dumps({"records": both})[:-40], "azure")
    assert table.num_rows == 2
    assert tally.refused == {"bad-row": 1}


@pytest.mark.parametrize("content", [group(*GROUP), network(*NETWORK)])
def test_the_log_is_known_by_content(tmp_path, content):
    (tmp_path / "a").write_text(content)
    assert detect_format(tmp_path / "a") == "azure"
