"""Protocols: numbers from the names that log writers use."""

import numpy as np
import pyarrow as pa

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.arrow import Array, distinct_words
from noroshi.spine.flows.draft import BAD
from noroshi.spine.flows.importers.table import integers, texts
from noroshi.spine.model.protocol import NUMBERS, UDP

_APPLICATIONS = {"rtp": UDP, "rtcp": UDP, "udt": UDP}
"""Argus names what it recognises inside UDP."""
_NAMES = (
    NUMBERS | _APPLICATIONS | {"ipv6-icmp": 58, "ipnip": 4, "ospfigp": 89, "ipip": 4, "icmp6": 58}
)


def protocol_numbers(column: Array) -> I64:
    """IANA numbers of a column of names or numbers; `BAD` for ARP, LLC and unknown names."""
    if pa.types.is_integer(column.type):
        return integers(column)
    values, places = distinct_words(texts(column))
    return np.array([_number(name) for name in values], np.int64)[places]


def _number(name: str) -> int:
    lowered = name.lower()
    if lowered.isascii() and lowered.isdigit() and len(lowered) <= 3 and int(lowered) <= 255:
        return int(lowered)
    return _NAMES.get(lowered, BAD)
