"""How many records of each conformance capture do we find, and how many do Wireshark, nfdump and netflow?

Run: python -m bench.conformance   (needs the conformance data: NOROSHI_DATA names its folder)
Ours are read now, and each record is held against the golden one, octet by octet. The peers' numbers
are those that the data's manifest records (Wireshark 4.0.17, nfdump 1.7.8, netflow 0.12.2).
Writes bench/results/conformance.json.
"""

import csv
import json
import os
import sys
from pathlib import Path

import msgspec

from bench.machine import RESULTS, ROOT, machine, write_result
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import View
from noroshi.spine.flows.tally import Tally

DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"
PEERS = {
    "wireshark": "tshark_4.0.17_records",
    "nfdump": "nfdump_1.7.8_flows",
    "netflow": "py_netflow_0.12.2_flows",
}
RECORDS = frozenset({"data", "options", "sflow"})

Row = dict[str, object]


def rows_of(capture: Path) -> list[Row]:
    """What `noroshi flows decode` shows of a capture."""
    tally = Tally()
    view = View(tally)
    packets = read_packets(read_blocks(capture, tally), tally)
    rows = (row for batch in packets for row in view.rows(batch))
    return [json.loads(msgspec.json.encode(row)) for row in rows]


def records_in(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["kind"] in RECORDS]


def compared(line: dict[str, str], data: Path) -> dict[str, object]:
    """One capture: ours beside the golden records, and what peers count."""
    name = line["scenario"]
    golden = (data / "golden" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = records_in([json.loads(text) for text in golden])
    found = records_in(rows_of(data / "pcap" / f"{name}.pcap"))
    told: dict[str, object] = {
        "what": line["what"],
        "records": len(wanted),
        "flow_records": sum(row["kind"] != "options" for row in wanted),
        "noroshi": len(found),
        "noroshi_equal": found == wanted,
    }
    return told | {peer: _count(line[column]) for peer, column in PEERS.items()}


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def agreeing(captures: dict[str, dict[str, object]]) -> dict[str, dict[str, int]]:
    """For each peer: captures it was counted on, and those where it finds the right number."""
    told = {
        "noroshi": {
            "captures": len(captures),
            "right": sum(bool(row["noroshi_equal"]) for row in captures.values()),
        }
    }
    for peer in PEERS:
        counted = [row for row in captures.values() if row[peer] is not None]
        # Some count options data and some do not; either is right.
        right = sum(row[peer] in (row["records"], row["flow_records"]) for row in counted)
        told[peer] = {"captures": len(counted), "right": right}
    return told


def main(data: Path = DATA, results: Path = RESULTS) -> None:
    """Compare every capture."""
    manifest = data / "MANIFEST.tsv"
    if not manifest.is_file():
        raise SystemExit("there is no conformance data; set NOROSHI_DATA to its folder")
    with manifest.open(encoding="utf-8", newline="") as lines:
        captures = {
            line["scenario"]: compared(line, data) for line in csv.DictReader(lines, delimiter="\t")
        }
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "agreeing": agreeing(captures),
        "captures": captures,
    }
    write_result("conformance", told, results)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
