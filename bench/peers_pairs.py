"""A pass over pairs after the published method of RITA, written for this comparison.

For each pair of addresses with at least four connections it gathers the sorted times and the sizes,
and scores both: one less the Bowley skew, one less the median absolute deviation (over 30 s for
gaps, over 32 octets for sizes), their mean. Source: activecm/rita, analysis of beacons. Records from
subscribers stand for Zeek's connections. It is not RITA, which reads Zeek logs and needs ClickHouse.

Run alone: python -m bench.peers_pairs LAKE
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.bulk import files_of
from noroshi.spine.engine import FLOWS, DuckEngine, Step

GAP_SPREAD_S, SIZE_SPREAD = 30.0, 32.0
PAIRS = Step(
    name="pairs",
    sql="""
SELECT sourceAddressHi, sourceAddressLo, destinationAddressHi, destinationAddressLo,
    list_sort(list(epoch_ms(flowStartMilliseconds))) AS times, list(octetDeltaCount) AS sizes
FROM flows WHERE subscriberSide = 1
GROUP BY ALL HAVING count(*) > 3
""",
    inputs=("flows",),
    keys=(),
)
SLICE = 50_000
"""Pairs in memory at a time."""


def scores(lake: Path, spill: Path) -> dict[str, int]:
    """Number of pairs, and of those that look regular."""
    regular = 0
    with DuckEngine(memory_limit="2GB", threads=2, spill_dir=spill) as engine:
        engine.register(FLOWS, files_of(lake))
        pairs = engine.step(PAIRS)
        for start in range(0, pairs, SLICE):
            part = engine.query(
                "SELECT times, sizes FROM pairs WHERE rowid >= $start AND rowid < $stop",
                {"start": start, "stop": start + SLICE},
            )
            for times, sizes in zip(part.column("times"), part.column("sizes"), strict=True):
                gaps = np.diff(times.values.to_numpy()) / 1000.0
                octets = sizes.values.to_numpy().astype(np.float64)
                regular += score(gaps, GAP_SPREAD_S) + score(octets, SIZE_SPREAD) > 1.6
    return {"pairs": pairs, "regular": int(regular)}


def score(values: NDArray[np.float64], spread: float) -> float:
    """Regularity of gaps or sizes, 0 to 1."""
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    skew = (low + high - 2 * middle) / (high - low) if high > low else 0.0
    deviation = float(np.median(np.abs(values - middle)))
    return (1.0 - abs(float(skew)) + max(0.0, 1.0 - deviation / spread)) / 2


if __name__ == "__main__":
    lake = Path(sys.argv[1])
    print(json.dumps(scores(lake, lake.parent / "spill-pairs")))
