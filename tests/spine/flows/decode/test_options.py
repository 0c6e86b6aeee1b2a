"""Options: sampler tables give each record its rate."""

import os
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


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("edge_v9_two_samplers", [256, 1000, 256, 1000]),
        ("edge_ipfix_selector_sampling", [256, 1000, 256, 1000, 256, 1000]),
    ],
)
def test_sampler_tables_give_each_record_its_rate(name, rates, decoded):
    drafts, _ = decoded(name)
    assert [r for d in drafts for r in d.more["samplingInterval"].to_pylist()] == rates
