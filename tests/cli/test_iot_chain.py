"""From a survey's answers to an operator's report: three commands in one pipe, on made devices."""

import csv
import json
import os
import subprocess
import sys

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.results import ANSWERED, Answer, write_part
from noroshi.iot.survey.targets import Slot
from noroshi.jobs.iot.survey_place import place_of, scope_at
from noroshi.spine.home import Home
from noroshi.testing.surveys import Devices, signed_scope

AT_S = 1_772_323_200
FIRST = 0xC0000201  # 192.0.2.1
REPORT = bytes.fromhex(
    "3031020103300f02024a69020300ffe3040100020103"
    "041b3019040b8000000903001122334455020101020107040004000400"
)
OPEN_RESOLVER = b"\x4e\x54\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"
MDNS = (
    b"\x00\x00\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00"
    b"\x00\x0c\x00\x01\x00\x00\x00\x0a\x00\x0c\x04_hue\x04_tcp\xc0\x23"
)
WEB = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>WSR-2533DHP</title>"
SAID = (
    ("telnet", 23, 0, b"RTX1210 Rev.14.01.20 (x)"),
    ("http", 80, 0, WEB),
    ("http", 80, 1, b"HTTP/1.1 200 OK\r\n\r\nicon"),
    ("snmpv3", 161, 0, REPORT),
    ("dns", 53, 1, OPEN_RESOLVER),
    ("ntp", 123, 1, b"\x16\x82" + bytes(10) + b'version="ntpd 4.2.8", system="Linux"'),
    ("mdns", 5353, 0, MDNS),
)


def answers():
    for number, (probe, port, message, octets) in enumerate(SAID):
        slot = Slot(probe=CATALOGUE[probe], port=port, message=message)
        address = FIRST + number - (message if probe == "http" else 0)
        yield Answer(
            address=address, slot=slot, message=message, at_s=AT_S, state=ANSWERED, octets=octets
        )


@pytest.fixture
def pipe(tmp_path):
    """Runs noroshi commands in one pipe; standard output of the last."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("NOROSHI_")}
    plain["NOROSHI_HOME"] = str(tmp_path / "home")

    def run(*commands):
        running = []
        for command in commands:
            given = running[-1].stdout if running else subprocess.DEVNULL
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "noroshi", *command],
                    stdin=given, stdout=subprocess.PIPE, env=plain, cwd=tmp_path,
                )
            )  # fmt: skip
            if given != subprocess.DEVNULL:
                given.close()
        out, _ = running[-1].communicate(timeout=60)
        assert [process.wait(timeout=60) for process in running] == [0] * len(running)
        return [json.loads(line) for line in out.splitlines()]

    return run


def test_answers_become_reports_without_a_step_by_hand(tmp_path, pipe, noroshi):
    home = Home(tmp_path / "home")
    scope = signed_scope(home, Devices(alive=0))
    write_part(place_of(home, scope_at(scope), "1").run, "made", list(answers()))
    noroshi("operators", "add", "isp-a", "--name", "ISP A", "--prefix", "192.0.2.0/24")
    answered = ("iot", "survey", "answers", str(scope))
    identified = ("iot", "identify", "-", "--json")
    rows = pipe(answered, identified, ("iot", "attribute", "-", "--json"))
    vendors = {row["protocol"]: row["vendor"] for row in rows}
    assert vendors == {
        "telnet": "Yamaha", "http": "Buffalo", "snmpv3": "Cisco", "dns": None, "ntp": None,
        "mdns": "Philips",
    }  # fmt: skip
    assert {row["operator"] for row in rows} == {"isp-a"}
    (told,) = pipe(answered, identified, ("iot", "notify", "-", "--out", "reports", "--json"))
    assert told["rows"] == 6
    report = list(csv.DictReader((tmp_path / told["file"]).read_text().splitlines()))
    assert {(row["ip"], row["port"], row["protocol"], row["tag"]) for row in report} == {
        ("192.0.2.1", "23", "tcp", "exposed"),
        ("192.0.2.2", "80", "tcp", "exposed"),
        ("192.0.2.4", "161", "udp", "exposed"),
        ("192.0.2.5", "53", "udp", "reflector"),
        ("192.0.2.6", "123", "udp", "reflector"),
        ("192.0.2.7", "5353", "udp", "exposed"),
    }
    assert {row["timestamp"] for row in report} == {"2026-03-01 00:00:00"}
