"""Making filters: a customer's prefix filter as a router's text."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from math import ceil
from pathlib import Path

from noroshi.jobs.readiness.payload_source import read_source
from noroshi.readiness.manrs.analyse.customer_cone import Cone, cone
from noroshi.readiness.manrs.configure import DIALECTS, FilterWish
from noroshi.readiness.manrs.sense.rpsl import read_irr
from noroshi.spine.model import InputError

HEADROOM = 1.25
"""What a customer may announce beyond what it is allowed, before its session ends: filtered prefixes count, too."""

LEAST_LIMIT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted.

    Attributes:
        names: ASes and as-sets of the customer.
        irr: Texts of registries.
        vrps: Source of VRPs.
        dialect: The router's system.
        asn: The own AS.
        router_id: The router.
        address: Of the customer's router.
        customer: Its AS.
        limit: Prefixes after which the session ends; null for some more than are allowed.
    """

    names: Sequence[str]
    irr: Sequence[Path]
    vrps: str
    dialect: str
    asn: int
    router_id: IPv4Address
    address: IPv4Address | IPv6Address
    customer: int
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The filter: its text, what it was made of, and the limit."""

    text: str
    cone: Cone
    limit: int
    refused: int

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "members": list(self.cone.members),
            "missing": list(self.cone.missing),
            "ranges": len(self.cone.ranges),
            "before": self.cone.before,
            "invalid": self.cone.invalid,
            "long": self.cone.long,
            "limit": self.limit,
            "text": self.text,
        }

    def notices(self) -> list[str]:
        """What is not in the filter, a line each."""
        told = []
        if self.cone.missing:
            told.append(f"as-sets that the texts do not hold: {', '.join(self.cone.missing)}")
        for count, why in (
            (self.cone.invalid, "route objects are left out, for RPKI calls them invalid"),
            (self.cone.long, "are left out, for they are longer than /24 or /48"),
            (self.refused, "objects of the texts could not be read"),
        ):
            if count:
                told.append(f"{count:,} {why}")
        return told


def make_filter(asked: Asked) -> Made:
    """The filter of a customer.

    Raises:
        InputError: A file gives nothing to work with, or nothing of the session's family is allowed: such a
            filter would cut the customer off.
    """
    irr = read_irr(list(asked.irr))
    found = cone(list(asked.names), irr, read_source(asked.vrps))
    version = asked.address.version
    count = sum(one.is_v6 == (version == 6) for one in found.ranges)
    if not count:
        raise InputError(f"nothing of IPv{version} is allowed to {', '.join(asked.names)}: the filter would cut the session off")  # fmt: skip
    limit = asked.limit or max(LEAST_LIMIT, ceil(HEADROOM * _allowed(found, is_v6=version == 6)))
    wish = FilterWish(
        asn=asked.asn,
        router_id=asked.router_id,
        address=asked.address,
        customer=asked.customer,
        ranges=found.ranges,
        limit=limit,
    )
    text = DIALECTS[asked.dialect](wish)
    return Made(text=text, cone=found, limit=limit, refused=sum(irr.refused.values()))


MOST_LIMIT = 1_000_000


def _allowed(found: Cone, *, is_v6: bool) -> int:
    """How many prefixes the ranges hold, up to what any router takes."""
    total = 0
    for one in found.ranges:
        if one.is_v6 == is_v6:
            total += sum(1 << length - one.length for length in range(one.low, one.high + 1))
    return min(total, MOST_LIMIT)
