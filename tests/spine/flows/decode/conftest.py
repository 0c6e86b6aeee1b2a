"""Small datagrams, whole conformance captures, and decoding them."""

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Datagrams, Decoder, export_datagrams
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

FIELDS = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (2, 4), (1, 4), (152, 8), (153, 8)]


RECORD = struct.pack(">4s4sHHBIIQQ", bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]), 50000, 443, 6, 3, 900, 1_700_000_000_000, 1_700_000_000_500)  # fmt: skip


def template(number=256, fields=FIELDS):
    body = struct.pack(">HH", number, len(fields)) + b"".join(
        struct.pack(">HH", *f) for f in fields
    )
    return struct.pack(">HH", 2, 4 + len(body)) + body


def data(records=1, number=256, record=RECORD):
    return struct.pack(">HH", number, 4 + len(record) * records) + record * records


def message(*sets, domain=1):
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_001, 0, domain) + body


def message9(template_set, *sets, domain=1):
    """The same sets under a v9 header."""
    body = b"\0\0" + template_set[2:] + b"".join(sets)
    return struct.pack(">HHIIII", 9, 1, 1_000_000, 1_700_000_001, 0, domain) + body


def batch(payloads, sender=0xC0000209, port=2055):
    lengths = np.array([len(p) for p in payloads], np.int64)
    end = np.cumsum(lengths)
    rows = len(payloads)
    return Datagrams(
        Octets(b"".join(payloads)), end - lengths, end,
        Addresses(np.zeros(rows, np.int64), np.full(rows, sender | MAPPED)),
        np.full(rows, port), np.full(rows, 1_700_000_002_000),
    )  # fmt: skip


def flows(*batches):
    tally = Tally()
    decoder = Decoder(tally)
    kept = sum(settle(d, tally).num_rows for b in batches for d in decoder.decode(b))
    decoder.finish()
    assert tally.kept == kept
    return kept, tally


@pytest.fixture(name="template", scope="session")
def template_fixture():
    return template


@pytest.fixture(name="data", scope="session")
def data_fixture():
    return data


@pytest.fixture(name="message", scope="session")
def message_fixture():
    return message


@pytest.fixture(name="batch", scope="session")
def batch_fixture():
    return batch


@pytest.fixture(name="flows", scope="session")
def flows_fixture():
    return flows


ROOT = Path(__file__).resolve().parents[4]


DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"


def decoded(name):
    tally, drafts = Tally(), []
    decoder = Decoder(tally)
    for packets in read_packets(read_blocks(DATA / "pcap" / f"{name}.pcap", tally), tally):
        drafts += list(decoder.decode(export_datagrams(packets, tally)))
    decoder.finish()
    return drafts, tally


def golden(name):
    with (DATA / "golden" / f"{name}.jsonl").open() as lines:
        return [g for g in map(json.loads, lines) if g["kind"] == "data"]


@pytest.fixture(name="decoded", scope="session")
def decoded_fixture():
    return decoded


@pytest.fixture(name="golden", scope="session")
def golden_fixture():
    return golden


@pytest.fixture(scope="session")
def valid():
    """A whole IPFIX message: one template, three records."""
    return message(template(), data(3))


def rows_of(fields, *records, version=10, decoder=None):
    """Rows of the flow table from records of one layout, and the tally."""
    tally = Tally()
    decoder = decoder or Decoder(tally)
    decoder.tally = tally
    sets = [template(fields=fields), *(data(record=r) for r in records)]
    payload = message(*sets) if version == 10 else message9(*sets)
    drafts = list(decoder.decode(batch([payload])))
    return [r for d in drafts for r in settle(d, tally).to_pylist()], tally


@pytest.fixture(name="rows_of", scope="session")
def rows_of_fixture():
    return rows_of


@pytest.fixture(scope="session")
def decoded_names():
    """Names that the option records of a capture tell."""
    if not DATA.is_dir():
        pytest.skip("no conformance data; set NOROSHI_DATA to its folder")

    def names(name):
        tally = Tally()
        decoder = Decoder(tally)
        for packets in read_packets(read_blocks(DATA / "pcap" / f"{name}.pcap", tally), tally):
            list(decoder.decode(export_datagrams(packets, tally)))
        return list(decoder.names.all())

    return names


@pytest.fixture(scope="session")
def capture_counters():
    """Rows of counters in a capture, and its golden samples that hold generic counters."""
    if not DATA.is_dir():
        pytest.skip("no conformance data; set NOROSHI_DATA to its folder")

    def counters(name):
        tally = Tally()
        decoder = Decoder(tally, counters=[])
        for packets in read_packets(read_blocks(DATA / "pcap" / f"{name}.pcap", tally), tally):
            list(decoder.decode(export_datagrams(packets, tally)))
        found = [row for table in decoder.counters for row in table.to_pylist()]
        with (DATA / "golden" / f"{name}.jsonl").open() as lines:
            samples = [g for g in map(json.loads, lines) if g.get("format") in (2, 4)]
        known = [
            s for s in samples if any(r.get("format") in (1, 2, 5, 1001) for r in s["records"])
        ]
        return found, len(known)

    return counters
