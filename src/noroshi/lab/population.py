"""Population: subscribers, their lines and the devices behind them."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from noroshi.lab.clock import jst_hour
from noroshi.lab.columns import F64, I64, U8, U16, Ends, Mask
from noroshi.lab.ground import DOCUMENTATION_V6_HI
from noroshi.spine.model.address import MAPPED

SUBSCRIBER_RANGES = ("100.64.0.0/10", "2001:db8:8000::/33")
"""Where subscribers live: RFC 6598, and the upper half of the documentation prefix."""

SUBSCRIBER_BLOCK = (100 << 24) | (64 << 16)
SUBSCRIBER_V6_HI = DOCUMENTATION_V6_HI | (0x8000 << 16)

MAX_SUBSCRIBERS = 1 << 20
DUAL_STACK = 0.45
"""Share of lines with IPv6; about a quarter of the conversations then use it."""


class Kind(IntEnum):
    """What a device is."""

    PHONE = 0
    COMPUTER = 1
    TELEVISION = 2
    CONSOLE = 3
    GADGET = 4
    CAMERA = 5


MEAN_DEVICES = (1.8, 1.1, 0.6, 0.3, 0.7, 0.2)
"""Mean number of each kind behind one line."""

ALWAYS_ON = (Kind.PHONE, Kind.GADGET, Kind.CAMERA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Lines (index = subscriber) and devices (index = device).

    Attributes:
        v4_lo: Low half of the line's IPv4 address, IPv4-mapped.
        v6_hi: The line's /64; 0 where it has none.
        activity: How much a line is used; log-normal, mean about 1.
        owner: Line of each device.
        kind: Kind of each device.
        v6_lo: Interface identifier of each device (RFC 8981, so random).
        wakes_h: Hour of JST when it is switched on.
        awake_h: Hours until it is switched off; 24 is always on.
    """

    v4_lo: I64
    v6_hi: I64
    activity: F64
    owner: I64
    kind: U8
    v6_lo: I64
    wakes_h: F64
    awake_h: F64

    @property
    def size(self) -> int:
        """Number of lines."""
        return len(self.v4_lo)

    def of_kind(self, *kinds: Kind) -> I64:
        """Devices of these kinds, by index."""
        return np.flatnonzero(np.isin(self.kind, kinds))

    def pick(self, rng: np.random.Generator, count: int, devices: I64) -> I64:
        """Devices drawn with repetition by the activity of their lines."""
        share = np.cumsum(self.activity[self.owner[devices]])
        drawn: I64 = devices[np.searchsorted(share, rng.random(count) * share[-1])]
        return drawn

    def is_awake(self, device: I64, time_ms: I64) -> Mask:
        """Whether devices are switched on at given moments."""
        since = (jst_hour(time_ms) - self.wakes_h[device]) % 24.0
        mask: Mask = since < self.awake_h[device]
        return mask

    def ends(self, rng: np.random.Generator, device: I64, over_v6: Mask) -> Ends:
        """Client ends with fresh ephemeral ports (RFC 6056; NAT uses the same range)."""
        line = self.owner[device]
        return Ends(
            hi=np.where(over_v6, self.v6_hi[line], 0),
            lo=np.where(over_v6, self.v6_lo[device], self.v4_lo[line]),
            port=rng.integers(32768, 61000, len(device)).astype(np.uint16),
        )

    def listening(self, line: I64, port: U16) -> Ends:
        """Lines as the called side, over IPv4."""
        return Ends(hi=np.zeros(len(line), dtype=np.int64), lo=self.v4_lo[line], port=port)


def make_population(rng: np.random.Generator, subscribers: int) -> Population:
    """Draw lines and devices.

    Raises:
        ValueError: The number is outside 1 to `MAX_SUBSCRIBERS`.
    """
    if not 1 <= subscribers <= MAX_SUBSCRIBERS:
        raise ValueError(f"{subscribers} subscribers; choose 1 to {MAX_SUBSCRIBERS}")
    line = np.arange(subscribers, dtype=np.int64)
    counts = rng.poisson(np.asarray(MEAN_DEVICES), (subscribers, len(MEAN_DEVICES)))
    counts[:, Kind.PHONE] += counts.sum(axis=1) == 0
    # Every behaviour finds somebody, however small the population is.
    counts[0] = np.maximum(counts[0], 1)
    kind = np.repeat(np.tile(np.arange(len(Kind)), subscribers), counts.ravel()).astype(np.uint8)
    devices = len(kind)
    always = np.isin(kind, ALWAYS_ON)
    return Population(
        # A stride of 3 leaves holes: not every address of an access network is in use.
        v4_lo=MAPPED | (SUBSCRIBER_BLOCK + 256 + line * 3),
        v6_hi=np.where(rng.random(subscribers) < DUAL_STACK, SUBSCRIBER_V6_HI | line, 0),
        activity=rng.lognormal(-0.32, 0.8, subscribers),
        owner=np.repeat(line, counts.sum(axis=1)),
        kind=kind,
        v6_lo=rng.integers(1 << 32, 1 << 62, devices),
        wakes_h=rng.normal(7.5, 2.0, devices) % 24.0,
        awake_h=np.where(always, 24.0, np.clip(rng.normal(13.0, 4.0, devices), 2.0, 24.0)),
    )


def is_subscriber(ends: Ends) -> Mask:
    """Whether ends lie in `SUBSCRIBER_RANGES`."""
    v4 = (ends.hi == 0) & ((ends.lo - (MAPPED | SUBSCRIBER_BLOCK)) >> 22 == 0)
    mask: Mask = v4 | (ends.hi >> 31 == SUBSCRIBER_V6_HI >> 31)
    return mask
