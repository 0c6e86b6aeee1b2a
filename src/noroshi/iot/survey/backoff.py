"""Back-off: networks whose routers say that they do not want us are left alone.

Source:
    RFC 1812, section 5.2.7.1; RFC 792: destination unreachable, codes 9, 10 and 13 are
    "administratively prohibited".
"""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Network

from noroshi.iot.survey.ranges import Ranges

PROHIBITED = (9, 10, 13)
BURST = 8
"""Refusals from one /24 after which it is left alone for the round."""
MOST_BLOCKS = 1_000_000


class BackOff:
    """Counts refusals by /24 of what we asked for."""

    def __init__(self) -> None:
        self._refusals: Counter[int] = Counter()
        self._stopped: set[int] = set()

    def take(self, packets: Iterable[bytes]) -> bool:
        """Read ICMP packets, IP header included; whether there is something new to stay away from."""
        before = len(self._stopped)
        for packet in packets:
            block = refused_block(packet)
            if block is None or len(self._refusals) >= MOST_BLOCKS:
                continue
            self._refusals[block] += 1
            if self._refusals[block] >= BURST:
                self._stopped.add(block)
        return len(self._stopped) > before

    def stopped(self) -> Ranges:
        """What is left alone."""
        return Ranges(IPv4Network((block << 8, 24)) for block in self._stopped)


def refused_block(packet: bytes) -> int | None:
    """The /24, as a number, that an ICMP packet refuses to let us reach; null for any other."""
    if len(packet) < 20 or packet[0] >> 4 != 4:
        return None
    at = (packet[0] & 15) * 4
    quoted = packet[at + 8 :]
    if len(quoted) < 20 or packet[at] != 3 or packet[at + 1] not in PROHIBITED:
        return None
    return int.from_bytes(quoted[16:19], "big")
