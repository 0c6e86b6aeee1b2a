"""Device: one weak or exposed device as pages and reports show it. It names no address and no line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import msgspec

from noroshi.iot.report.exposure import Exposure, Severity, Trouble, model_of

MANAGEMENT = frozenset({
    "tcp/21", "tcp/22", "tcp/23", "tcp/80", "tcp/443", "tcp/2323", "tcp/7547", "tcp/8000",
    "tcp/8080", "tcp/8443", "udp/161",
})  # fmt: skip
"""Ports by which devices are managed (IANA registry, and those that makers use besides)."""

UNSEALED = frozenset({"tcp/21", "tcp/23", "tcp/80", "tcp/2323", "tcp/7547", "tcp/8000", "tcp/8080"})
"""Those of them that are usually spoken without encryption."""

WEAK = frozenset({
    Trouble.INFECTED, Trouble.WEAK_CREDENTIAL, Trouble.VULNERABLE, Trouble.REFLECTOR,
    Trouble.END_OF_LIFE,
})  # fmt: skip
"""What a device is called weak for. A port that is merely open is not, nor what may be mended."""

MOST_SERVICES = 64


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One device.

    Attributes:
        id: Keyed hash, stable while device and address stay the same.
        place: Keyed hash of the pseudonym of its address.
        operator: Id of its operator; empty where it is none of ours.
        asn: Of its AS; 0 where unknown.
        vendor: Maker; empty where unknown.
        product: Model; empty where unknown.
        version: Of its firmware; empty where unknown.
        eol: When its maker stopped mending it; null where unknown or open.
        kev: Whether one of its weaknesses is exploited in the wild.
        cves: Known weaknesses, in order.
        trouble: The worst that is wrong.
        severity: How soon somebody should act.
        services: `tcp/23` each, in order.
        seen_at: When it last answered.
        servers: Listed servers that its address met in flows on the day on which it answered.
    """

    id: str
    place: str
    operator: str
    asn: Annotated[int, msgspec.Meta(ge=0)] = 0
    vendor: str = ""
    product: str = ""
    version: str = ""
    eol: date | None = None
    kev: bool = False
    cves: tuple[str, ...] = ()
    trouble: Trouble
    severity: Severity
    services: tuple[str, ...] = ()
    seen_at: datetime
    servers: int = 0

    @property
    def is_weak(self) -> bool:
        """Whether more is wrong than an open port."""
        return self.trouble in WEAK

    @property
    def is_ended(self) -> bool:
        """Whether its maker no longer mended it when it answered."""
        return self.eol is not None and self.eol <= self.seen_at.date()

    @property
    def managed(self) -> tuple[str, ...]:
        """Its services by which devices are managed."""
        return tuple(one for one in self.services if one in MANAGEMENT)


def device_of(
    exposures: Sequence[Exposure],
    worst: Exposure,
    *,
    name: str,
    place: str,
    operator: str,
    asn: int,
) -> Device:
    """The device that some exposures of one address are.

    Args:
        exposures: At least one.
        worst: The one of them that is to be told first.
        name: Its id.
        place: Keyed hash of the address's pseudonym.
        operator: Id of its operator; empty for none.
        asn: Of its AS; 0 where unknown.
    """
    model = model_of(exposures, worst)
    services = sorted({(one.transport, one.port) for one in exposures})
    return Device(
        id=name,
        place=place,
        operator=operator,
        asn=asn,
        vendor=model.vendor or "",
        product=model.product or "",
        version=model.version or "",
        eol=model.eol,
        kev=any(one.kev for one in exposures),
        cves=tuple(sorted({cve for one in exposures for cve in one.cves})),
        trouble=worst.trouble,
        severity=worst.severity,
        services=tuple(f"{transport}/{port}" for transport, port in services)[:MOST_SERVICES],
        seen_at=max(one.time for one in exposures),
    )
