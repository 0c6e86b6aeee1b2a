"""A day of the collector: strangers, a reload, both IP versions, an orderly end, a start from memory."""

import signal
import socket
import struct
from pathlib import Path

import duckdb
import pytest

from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home

FIELDS = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4))
TEMPLATE_ID = 300

pytestmark = pytest.mark.slow


def export(number: int, *sets: bytes) -> bytes:
    """A datagram of NetFlow v9."""
    return struct.pack(">HHIIII", 9, len(sets), 10_000_000, 1_700_000_000, number, 7) + b"".join(sets)  # fmt: skip


def template() -> bytes:
    fields = b"".join(struct.pack(">HH", *field) for field in FIELDS)
    return struct.pack(">HHHH", 0, 8 + len(fields), TEMPLATE_ID, len(FIELDS)) + fields


def data(octets: int) -> bytes:
    """A set of one flow, told apart by its octets."""
    ends = socket.inet_aton("198.51.100.7") + socket.inet_aton("203.0.113.9")
    record = ends + struct.pack(">HHBIIII", 40_000, 443, 6, octets, 3, 9_000_000, 9_000_100)
    record += bytes(-len(record) % 4)
    return struct.pack(">HH", TEMPLATE_ID, 4 + len(record)) + record


class Router:
    """Sends from one port, as a router does."""

    def __init__(self, address: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.connect((address, port))
        self._number = 0

    def send(self, *sets: bytes) -> None:
        self._number += 1
        self._socket.send(export(self._number, *sets))

    def close(self) -> None:
        self._socket.close()


def settle(home: Path, *exporters: str) -> None:
    named = ", ".join(f'"{network}"' for network in exporters)
    (home / "noroshi.toml").write_text(f"[collect]\nsegment_s = 1\nexporters = [{named}]\n")


def octets_in_lake(home: Path) -> list[int]:
    files = [str(file) for file in FlowLake(Home(home).flows).files()]
    rows = duckdb.execute("SELECT octetDeltaCount FROM read_parquet(?) ORDER BY 1", [files])
    return [row[0] for row in rows.fetchall()]


def test_nothing_of_a_collector_s_day_is_lost_or_guessed(collect, free_port, tmp_path):
    home, port = tmp_path, free_port()
    settle(home, "192.0.2.0/24")
    places = (f"127.0.0.1:{port}", f"[::1]:{port}")
    service = collect(home, *places)
    four, six = Router("127.0.0.1", port), Router("::1", port)

    four.send(template(), data(1))
    counts = service.until(lambda row: row["received"]["datagrams"] == 1)
    assert (counts["refused"], counts["spooled"]) == ({"unknown-exporter": 1}, 0)

    settle(home, "127.0.0.0/8", "::1/128")
    service.process.send_signal(signal.SIGHUP)
    six.send(template())
    while service.read()["spooled"] == 0:  # until the settings are in force
        six.send(template())
    four.send(template(), data(2))
    six.send(data(3), data(4))
    service.until(lambda row: row["decoded"]["kept"] >= 3)  # the lake fills while it runs
    four.send(data(5))
    counts = service.end()
    assert counts["decoded"]["kept"] == 4
    assert counts["decoded"]["refused"] == {}
    assert counts["waiting"] == {"segments": 0, "octets": 0}
    assert octets_in_lake(home) == [2, 3, 4, 5]

    again = collect(home, *places)
    four.send(data(6))  # no template since the start
    again.until(lambda row: row["received"]["datagrams"] == 1)
    four.close()
    six.close()
    assert again.end()["decoded"]["kept"] == 1
    assert octets_in_lake(home) == [2, 3, 4, 5, 6]
