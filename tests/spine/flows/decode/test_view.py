"""The conformance view: all captures of the shared data equal their golden files, value by value."""

import json
import os
import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import MAPPED, Addresses
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Datagrams, View
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally

ROOT = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"
CAPTURES = sorted(p.stem for p in DATA.glob("pcap/*.pcap"))

needs_data = pytest.mark.skipif(
    not CAPTURES, reason="no conformance data; set NOROSHI_DATA to its folder"
)


def viewed(name, block=8 << 20):
    tally = Tally()
    view = View(tally)
    blocks = read_blocks(DATA / "pcap" / f"{name}.pcap", tally, block)
    rows = [row for packets in read_packets(blocks, tally) for row in view.rows(packets)]
    return [json.loads(msgspec.json.encode(row)) for row in rows], tally


def golden(name):
    with (DATA / "golden" / f"{name}.jsonl").open() as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        # The slow decoder behind the golden files tells its own exception for a cut header.
        if row["kind"] == "error" and row["why"].startswith("unpack_from"):
            row["why"] = f"header cut at {row['why'].split()[-1].rstrip(')')} octets"
    return rows


@needs_data
def test_no_capture_is_left_out():
    assert len(CAPTURES) == 58


@needs_data
@pytest.mark.parametrize("name", CAPTURES)
def test_rows_equal_the_golden_ones(name):
    rows, wanted = viewed(name)[0], golden(name)
    assert rows == wanted
    assert [list(row) for row in rows] == [list(row) for row in wanted]  # order of keys too


@needs_data
def test_templates_outlive_a_block():
    name = "self_sf_a_v9"
    assert viewed(name, block=4096)[0] == golden(name)


TEMPLATES = struct.pack(">HHHHHHHHHHHH", 2, 24, 256, 2, 8, 4, 12, 4, 257, 1, 8, 4)
OPTIONS = struct.pack(">HHHHHHHHH", 3, 18, 300, 2, 1, 149, 4, 34, 4)
DATA_SET = struct.pack(">HHII", 256, 12, 1, 2)
WITHDRAW_ONE = struct.pack(">HHHH", 2, 8, 256, 0)
WITHDRAW_ALL = struct.pack(">HHHH", 2, 8, 2, 0)
V5 = struct.pack(">HHIIIIBBH", 5, 2, 1000, 1_700_000_000, 0, 1, 0, 0, 0) + bytes(96)


def message(*sets):
    body = b"".join(sets)
    return struct.pack(">HHIII", 10, 16 + len(body), 1_700_000_001, 0, 1) + body


def kinds(*payloads):
    tally, lengths = Tally(), np.array([len(p) for p in payloads], np.int64)
    end, rows = np.cumsum(lengths), len(payloads)
    sender = Addresses(np.zeros(rows, np.int64), np.full(rows, 0xC0000209 | MAPPED))
    clock = np.full(rows, 1_700_000_002_000)
    octets = Octets(b"".join(payloads))
    batch = Datagrams(octets, end - lengths, end, sender, np.full(rows, 2055), clock)
    placed = sorted(View(tally)._placed(batch), key=lambda p: p[0])
    shown = [row["kind"] for _, row in placed]
    assert shown.count("data") + shown.count("options") + shown.count("sflow") == tally.kept
    return shown


def test_a_withdrawn_template_is_gone_and_the_others_stay():
    other = struct.pack(">HHI", 257, 8, 1)
    found = kinds(message(TEMPLATES, WITHDRAW_ONE, DATA_SET, other))
    assert found == ["unknown", "data"]


def test_all_templates_may_be_withdrawn_at_once_but_not_those_of_options():
    option = struct.pack(">HHII", 300, 12, 1, 256)
    found = kinds(message(TEMPLATES, OPTIONS, WITHDRAW_ALL, DATA_SET, option))
    assert found == ["unknown", "options"]


def test_a_fault_is_shown_after_what_is_whole():
    assert kinds(message(TEMPLATES, DATA_SET) + b"\1\0\1\0") == ["data", "error"]


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_arbitrary_datagrams_never_raise(payloads):
    kinds(*payloads)


@given(st.lists(st.tuples(st.sampled_from([message(TEMPLATES, OPTIONS, DATA_SET, DATA_SET), V5]), st.lists(st.tuples(st.integers(0, 119), st.integers(0, 255)), max_size=6), st.integers(0, 120)), max_size=6))  # fmt: skip
def test_mutated_datagrams_never_raise(cases):
    payloads = []
    for whole, edits, cut in cases:
        octets = bytearray(whole)
        for at, value in edits:
            octets[at % len(octets)] = value
        payloads.append(bytes(octets[: max(cut, len(octets) - cut)]))
    kinds(*payloads)
