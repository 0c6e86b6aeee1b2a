"""Records: every v5, v9 and IPFIX capture of the shared conformance data."""

import os
from collections import Counter
from ipaddress import ip_address
from pathlib import Path

import pytest

from noroshi.spine.flows.address import format_addresses

ROOT = Path(__file__).resolve().parents[4]


DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"


CAPTURES = sorted(
    p.stem for p in DATA.glob("pcap/*.pcap") if "sflow" not in p.stem and "sfprobe" not in p.stem
)


# Records beyond the strict golden count: sets held until their template came, or a template
# withdrawal over UDP, which a collector ignores (the data set's own README names these).
HELD = {
    "edge_data_before_template": 12,
    "edge_template_withdrawn": 4,
    "ipfix_netscaler_data_first": 3,
}


pytestmark = pytest.mark.skipif(
    not CAPTURES, reason="no conformance data; set NOROSHI_DATA to its folder"
)


def rows(drafts):
    found = Counter()
    for d in drafts:
        source, destination = (
            format_addresses(d.source).to_pylist(),
            format_addresses(d.destination).to_pylist(),
        )
        found.update(
            zip(
                source, destination, d.protocol.tolist(), d.source_port.tolist(), d.destination_port.tolist(),
                d.octets.tolist(), d.packets.tolist(), d.reverse_octets.tolist(), d.reverse_packets.tolist(),
                d.flags.tolist(), d.more["observationDomainId"].to_pylist(), d.more["exporter"].to_pylist(),
                strict=True,
            )
        )  # fmt: skip
    return found


def expected(record):
    """The same tuple, read from the golden octets one record at a time."""
    first = {}
    for pen, element, octets in record["fields"]:
        if octets:
            first.setdefault((pen, element), bytes.fromhex(octets))

    def number(default, *elements, pen=0):
        for element in elements:
            if (pen, element) in first and len(first[pen, element]) <= 8:
                value = int.from_bytes(first[pen, element])
                return value if value < 1 << 63 else -2
        return default

    def address(four, six):
        v4, v6 = first.get((0, four)), first.get((0, six))
        chosen = v4 if v4 and (int.from_bytes(v4) or not v6 or not int.from_bytes(v6)) else v6
        if chosen is None:
            return "::"
        mapped = ip_address(chosen)
        return str(getattr(mapped, "ipv4_mapped", None) or mapped)

    return (
        address(8, 27), address(12, 28), number(0, 4), number(0, 7, 180, 182), number(0, 11, 181, 183),
        number(-1, 1, 85), number(-1, 2, 86), number(-1, 1, 85, pen=29305), number(-1, 2, 86, pen=29305),
        number(-1, 6), number(record["dom"], 149), record["exporter"],
    )  # fmt: skip


@pytest.mark.parametrize("name", CAPTURES)
def test_records_equal_the_golden_ones(name, decoded, golden):
    drafts, tally = decoded(name)
    found, wanted = rows(drafts), Counter(map(expected, golden(name)))
    assert not wanted - found
    assert (found - wanted).total() == HELD.get(name, 0)
    assert tally.kept == found.total()
