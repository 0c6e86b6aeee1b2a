"""Packing: every record travels once, with its own family, and never waits long."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.lab.columns import Ends
from noroshi.lab.export.packing import FLUSH_MS, pack
from noroshi.lab.observe import Records


def records(seed: int, count: int, spread_ms: int) -> Records:
    rng = np.random.default_rng(seed)
    moment = np.sort(rng.integers(0, spread_ms, count))
    zero, small = np.zeros(count, np.int64), np.zeros(count, np.uint8)
    ends = Ends(hi=rng.integers(0, 2, count), lo=zero, port=np.zeros(count, np.uint16))
    return Records(
        export_ms=moment,
        first_ms=moment,
        last_ms=moment,
        router=small,
        upstream=small > 0,
        subscriber=zero.astype(np.int32),
        source=ends,
        destination=ends,
        protocol=small,
        flags=small,
        packets=zero,
        octets=zero,
        end_reason=small,
    )


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 999),
    count=st.integers(0, 300),
    spread_ms=st.integers(1, 200_000),
    per_v4=st.integers(1, 36),
    per_v6=st.integers(1, 22),
)
def test_packing_is_sound(seed, count, spread_ms, per_v4, per_v6):
    table = records(seed, count, spread_ms)
    packing = pack(table, per_v4, per_v6)
    assert sorted(packing.order.tolist()) == list(range(count))
    assert packing.count.sum() == count
    assert (np.diff(packing.sent_ms) >= 0).all()
    assert (np.diff(packing.datagram) >= 0).all()
    assert (packing.count <= np.where(packing.is_v6, per_v6, per_v4)).all()
    assert (packing.is_v6[packing.datagram] == (table.source.hi[packing.order] != 0)).all()
    waited = packing.sent_ms[packing.datagram] - table.export_ms[packing.order]
    assert ((waited >= 0) & (waited < FLUSH_MS)).all()
    starts = np.cumsum(packing.count) - packing.count
    assert (packing.nth == np.arange(count) - starts[packing.datagram]).all()
