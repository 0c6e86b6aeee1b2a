"""Times: starts and ends of the shared conformance data, and of an uptime clock."""

import os
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


DATA = Path(os.environ.get("NOROSHI_DATA", ROOT.parent / "shared" / "data")) / "export"


CAPTURES = sorted(
    p.stem for p in DATA.glob("pcap/*.pcap") if "sflow" not in p.stem and "sfprobe" not in p.stem
)


pytestmark = pytest.mark.skipif(
    not CAPTURES, reason="no conformance data; set NOROSHI_DATA to its folder"
)


def golden_times(record, packet_ms):
    """Start and end by the plain reading of RFC 3954 and RFC 7011; null where a rule is ours."""
    first = {}
    for pen, element, octets in record["fields"]:
        first.setdefault((pen, element), bytes.fromhex(octets))
    ends = []
    for ms, us, ns, s in ((152, 154, 156, 150), (153, 155, 157, 151)):
        if (0, ms) in first:
            ends.append(int.from_bytes(first[0, ms]))
        elif (0, us) in first or (0, ns) in first:
            octets = first.get((0, us)) or first[0, ns]
            seconds, fraction = int.from_bytes(octets[:4]), int.from_bytes(octets[4:])
            ends.append((seconds - 2_208_988_800) * 1000 + fraction * 1000 // 2**32)
        elif (0, s) in first:
            ends.append(int.from_bytes(first[0, s]) * 1000)
        else:
            return None
    return tuple(ends) if all(ends) else None


@pytest.mark.parametrize("name", CAPTURES)
def test_absolute_times_equal_the_golden_ones(name, decoded, golden):
    drafts, _ = decoded(name)
    found = Counter(
        pair
        for d in drafts
        for pair in zip(
            (d.start_s * 1000).round().astype(int).tolist(),
            ((d.start_s + d.duration_s) * 1000).round().astype(int).tolist(),
            strict=True,
        )
    )
    wanted = Counter(t for g in golden(name) if (t := golden_times(g, 0)))
    assert not wanted - found


def test_uptimes_count_from_the_start_of_the_exporter(decoded):
    # softflowd's view of the same packets; v9 tells its clock in whole seconds, IPFIX by option 160.
    def spans(name):
        return sorted(
            (d.source.lo[i], d.source_port[i], d.destination.lo[i], d.octets[i], d.start_s[i], d.duration_s[i])
            for d in decoded(name)[0]
            for i in range(len(d))
        )  # fmt: skip

    for v9, v10 in zip(spans("self_sf_a_v9"), spans("self_sf_a_v10"), strict=True):
        assert abs(v9[4] - v10[4]) < 1.0
        assert abs(v9[5] - v10[5]) < 0.002
