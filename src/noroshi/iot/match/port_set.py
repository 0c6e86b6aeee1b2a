"""Port set: the ports of a shared IPv4 address that belong to one subscriber.

Operators that run out of IPv4 lend one address to many: by blocks of ports (RFC 6333 DS-Lite,
RFC 6888 CGN) or by the sets of MAP-E, which are spread over the whole range (RFC 7597 section 5.1).
"""

import re
from dataclasses import dataclass

from noroshi.spine.model import InputError

_BLOCK = re.compile(r"(\d{1,5})-(\d{1,5})")
_MAP = re.compile(r"psid:(\d{1,2})/(\d{1,2})/(\d{1,5})", re.IGNORECASE)
HIGHEST = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSet:
    """Ports from `first` to `last` whose PSID bits are `psid`.

    Attributes:
        first: Lowest port.
        last: Highest port, included.
        offset: Bits before the PSID (`a` of RFC 7597); ports with all of them 0 belong to nobody.
        length: Bits of the PSID (`k`); 0: no PSID.
        psid: Port set identifier.
    """

    first: int = 0
    last: int = HIGHEST
    offset: int = 0
    length: int = 0
    psid: int = 0

    def holds(self, port: int) -> bool:
        """Whether a port is in the set."""
        if not self.first <= port <= self.last:
            return False
        if not self.length:
            return True
        if self.offset and port >> (16 - self.offset) == 0:
            return False
        return port >> (16 - self.offset - self.length) & ((1 << self.length) - 1) == self.psid


def parse_port_set(text: str) -> PortSet:
    """The set that a session log writes.

    Args:
        text: Empty for a whole address, `1024-2047` for a block, `psid:4/8/52` for MAP-E with
            offset 4, PSID length 8 and PSID 52.

    Raises:
        InputError: It is none of these.
    """
    if not (text := text.strip()):
        return PortSet()
    if match := _BLOCK.fullmatch(text):
        first, last = int(match[1]), int(match[2])
        if first <= last <= HIGHEST:
            return PortSet(first=first, last=last)
    if match := _MAP.fullmatch(text):
        offset, length, psid = (int(part) for part in match.groups())
        if offset + length <= 16 and length and psid < 1 << length:
            return PortSet(offset=offset, length=length, psid=psid)
    raise InputError(f"{text!r} is no port set; write 1024-2047 or psid:OFFSET/LENGTH/PSID")
