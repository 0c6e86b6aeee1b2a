"""Load: what is to be made."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address

from noroshi.lab.observe import MAX_SAMPLING
from noroshi.spine.model import ConfigError

MOST_EXPORTERS = 1000
FIRST_EXPORTER = IPv4Address("172.16.0.1")
"""Exporters stand in a private range (RFC 1918): there may be more than a documentation range holds."""

START_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z: when exporting begins where nobody says otherwise, so that a seed is enough."""

UPTIME_MS = 864_000_000
"""Exporters run for ten days already, and an hour more each; v5 and v9 count to 49 days."""


class Kind(StrEnum):
    """What an exporter sends."""

    V5 = "v5"
    V9 = "v9"
    IPFIX = "ipfix"
    VARIABLE = "ipfix-variable"
    SFLOW = "sflow"


PORT = {
    Kind.V5: 2055, Kind.V9: 2055, Kind.IPFIX: 4739, Kind.VARIABLE: 4739, Kind.SFLOW: 6343,
}  # fmt: skip
"""Where collectors listen: 2055 by custom for NetFlow; 4739 and 6343 by IANA's registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A stream of export datagrams.

    Attributes:
        kinds: What exporters send; exporter number n sends `kinds[n % len(kinds)]`.
        flows: Data records or sampled packets in all.
        datagrams: At most so many datagrams; null for as many as the flows need.
        seed: The same seed gives the same octets.
        exporters: Number of routers; they take turns.
        sampling: One packet in so many is looked at.
        rate_pps: Datagrams a second of all exporters together.
        start_ms: When the first is sent, Unix milliseconds.
    """

    kinds: tuple[Kind, ...]
    flows: int
    datagrams: int | None = None
    seed: int = 1
    exporters: int = 8
    sampling: int = 1
    rate_pps: float = 1000.0
    start_ms: int = START_MS

    def __post_init__(self) -> None:
        if not self.kinds or self.flows < 1 or self.rate_pps <= 0:
            raise ConfigError("a load needs a version, at least one flow, and a rate above 0")
        if not 1 <= self.exporters <= MOST_EXPORTERS:
            raise ConfigError(f"the number of exporters is from 1 to {MOST_EXPORTERS}")
        if self.sampling > MAX_SAMPLING and Kind.V5 in self.kinds:
            raise ConfigError(f"a v5 header holds sampling intervals up to {MAX_SAMPLING}")

    def kind_of(self, exporter: int) -> Kind:
        """What one exporter sends."""
        return self.kinds[exporter % len(self.kinds)]

    def boot_ms(self, exporter: int) -> int:
        """When an exporter was switched on."""
        return self.start_ms - UPTIME_MS - exporter * 3_600_000
