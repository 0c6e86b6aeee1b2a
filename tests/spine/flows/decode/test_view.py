"""The conformance view: all captures of the shared data equal their golden files, value by value."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import View
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
