"""Ground: who owns which made address. Nothing here belongs to anybody outside the lab.

Servers and people elsewhere live in 198.18.0.0/15 (RFC 2544, benchmarking), IPv6 servers in the lower
half of 2001:db8::/32 (RFC 3849). Each behaviour has its own span of one seeded permutation, so spans
never meet, while a C&C server still shares its /24 with ordinary servers, as rented machines do.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import I64, U16, Ends, Mask
from noroshi.lab.seed import rng_of
from noroshi.spine.model.address import MAPPED

"""Low half of `::ffff:0.0.0.0`; the high half of every IPv4 address is 0."""

SERVER_BLOCK = (198 << 24) | (18 << 16)
DOCUMENTATION_V6_HI = 0x2001_0DB8 << 32

SERVER_SPANS = {
    "web": 9000, "cdn": 2500, "push": 160, "updates": 320, "telemetry": 320, "checks": 40,
    "ntp": 64, "resolvers": 12, "mail": 96, "games": 640, "voice": 320, "vpn": 160, "ssh": 320,
    "pollers": 1600, "clouds": 480, "trend": 12, "botnets": 512, "chat": 96,
}  # fmt: skip
"""How many addresses of 198.18.0.0/16 each behaviour may use."""

PEOPLE_SPANS = {
    "swarm": 30000, "noise": 8000, "research": 128, "anonymity": 600, "victims": 64,
    "bots": 3000, "targets": 22000,
}  # fmt: skip
"""The same for 198.19.0.0/16: homes and machines elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The seeded order in which addresses are handed out; a slot is an offset in 198.18.0.0/15."""

    server_order: I64
    people_order: I64

    def slots(self, name: str) -> I64:
        """The slots of one behaviour.

        Raises:
            KeyError: No such behaviour.
        """
        spans, order = (
            (SERVER_SPANS, self.server_order)
            if name in SERVER_SPANS
            else (PEOPLE_SPANS, self.people_order)
        )
        start = 0
        for other, size in spans.items():
            if other == name:
                return order[start : start + size]
            start += size
        raise KeyError(name)


def make_ground(seed: int) -> Ground:
    """The ground of a seed; network and broadcast numbers of /24s stay empty."""
    rng = rng_of(seed, "ground")
    hosts = np.arange(65536, dtype=np.int64)
    usable = hosts[(hosts % 256 > 0) & (hosts % 256 < 255)]
    return Ground(
        server_order=rng.permutation(usable), people_order=rng.permutation(usable) + 65536
    )


def has_v6(slot: I64) -> Mask:
    """Whether a server can be reached over IPv6 as well: 70 % of them, fixed per slot."""
    mask: Mask = (slot * 2_654_435_761) % 100 < 70
    return mask


def server_ends(slot: I64, port: U16, over_v6: Mask) -> Ends:
    """The address of slots, IPv4 or IPv6 as wished."""
    return Ends(
        hi=np.where(over_v6, DOCUMENTATION_V6_HI | slot, 0),
        lo=np.where(over_v6, slot % 251 + 1, MAPPED | (SERVER_BLOCK + slot)),
        port=port,
    )
