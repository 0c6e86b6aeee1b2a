"""Close-up: every contact of one server, read from tables that an analysis left in the engine."""

import pyarrow as pa

from noroshi.spine.engine import Engine
from noroshi.spine.model import Endpoint, address_halves
from noroshi.spine.model.protocol import NUMBERS

CONTACTS = """
SELECT k.client, t.start_ms, (t.end_ms - t.start_ms) / 1000.0 AS duration_s,
    t.up_octets::DOUBLE AS up_octets, t.down_octets::DOUBLE AS down_octets, t.answered
FROM turned AS t
JOIN clients AS k ON k.cli_hi = t.cli_hi AND k.cli_lo = t.cli_lo
WHERE t.outward AND t.srv_hi = $hi AND t.srv_lo = $lo AND t.srv_port = $port AND t.proto = $proto
ORDER BY t.start_ms, k.client
"""

GAPS = """
SELECT gap_s, count(*) AS gaps
FROM (
    SELECT exp(round(ln((start_ms - lag(start_ms) OVER (PARTITION BY channel ORDER BY start_ms)) / 1000.0), 1)) AS gap_s
    FROM visits
    QUALIFY start_ms - lag(start_ms) OVER (PARTITION BY channel ORDER BY start_ms) >= 500
)
GROUP BY gap_s ORDER BY gap_s
"""
"""Gaps of every watched channel, to a tenth in the logarithm: the background of a rhythm."""


def contacts_of(engine: Engine, endpoint: Endpoint) -> pa.Table:
    """Contacts with one endpoint, oldest first: client row, time, length, octets, answered."""
    hi, lo = address_halves(endpoint.address)
    proto = NUMBERS.get(endpoint.protocol)
    number = int(endpoint.protocol) if proto is None else proto
    return engine.query(CONTACTS, {"hi": hi, "lo": lo, "port": endpoint.port, "proto": number})


def background_gaps(engine: Engine) -> pa.Table:
    """Gaps in seconds and how often they occur, over all watched channels."""
    return engine.query(GAPS)
