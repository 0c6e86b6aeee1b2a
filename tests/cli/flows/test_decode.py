import json
import struct
from ipaddress import ip_address

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli

TEMPLATE = struct.pack(">HHHHHHHH", 2, 16, 256, 2, 8, 4, 2, 4)
RECORD = ip_address("192.0.2.7").packed + struct.pack(">I", 5)
DATA = struct.pack(">HH", 256, 12) + RECORD
SFLOW = struct.pack(">II4sIIII", 5, 1, ip_address("192.0.2.9").packed, 0, 8, 1000, 1)
SAMPLE = struct.pack(">II", 1, 32) + struct.pack(">IIIIIIII", 2, 3, 100, 900, 0, 3, 4, 0)


def ipfix(*sets):
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_000, 6, 1) + body


def pcap(*payloads):
    def packet(payload):
        udp = struct.pack(">HHHH", 4739, 4739, 8 + len(payload), 0) + payload
        ends = ip_address("192.0.2.1").packed + ip_address("192.0.2.2").packed
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + ends
        frame = bytes(12) + b"\x08\x00" + ip + udp
        return struct.pack("<IIII", 1_700_000_000, 0, len(frame), len(frame)) + frame

    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(map(packet, payloads))


@pytest.fixture
def run(tmp_path):
    def invoke(*payloads, arguments=("--json",)):
        file = tmp_path / "a.pcap"
        file.write_bytes(pcap(*payloads))
        return CliRunner().invoke(cli, ["flows", "decode", str(file), *arguments])

    return invoke


def test_each_record_is_one_object_a_line(run):
    result = run(ipfix(TEMPLATE, DATA))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "packet": 1, "exporter": "192.0.2.1", "kind": "data", "v": 10, "dom": 1, "set": 256, "seq": 6,
        "fields": [[0, 8, "c0000207"], [0, 2, "00000005"]],
    }  # fmt: skip


def test_a_set_without_template_is_unknown_and_ends_with_one(run):
    result = run(ipfix(DATA))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["kind"] == "unknown"
    assert "1 no-template" in result.stderr


def test_samples_are_shown_with_their_rate(run):
    result = run(SFLOW + SAMPLE)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "packet": 1, "exporter": "192.0.2.1", "kind": "sflow", "agent": "c0000209", "sub": 0, "seq": 8,
        "enterprise": 0, "format": 1, "records": [], "source": 3, "input": 3, "output": 4,
        "sample_seq": 2, "rate": 100, "drops": 0,
    }  # fmt: skip


def test_people_read_names_instead_of_numbers(run):
    lines = run(ipfix(TEMPLATE, DATA), SFLOW + SAMPLE, b"\0\x07", arguments=()).stdout.splitlines()
    assert "sourceAddress=c0000207  packetDeltaCount=00000005" in lines[0]
    assert "agent c0000209  flow  rate 100" in lines[1]
    assert "unknown version 7" in lines[2]


def test_stdin_is_a_capture():
    result = CliRunner().invoke(
        cli, ["flows", "decode", "--json", "-"], input=pcap(ipfix(TEMPLATE, DATA))
    )
    assert json.loads(result.stdout)["kind"] == "data"
