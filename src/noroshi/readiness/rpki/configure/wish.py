"""Wish: what a router is to do, whatever its language."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from noroshi.spine.model import ConfigError

MARK = "not device-checked"
LOW_PREFERENCE = 50
"""Below every usual local preference (100)."""


class Treatment(StrEnum):
    """What is done with invalid routes, in the order of a roll-out."""

    TAG = "tag"
    """Count them: a large community is set, nothing else."""
    PREFER = "prefer"
    """Take them only where no other route has the same prefix."""
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """An RTR cache."""

    address: IPv4Address | IPv6Address
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A session whose routes are validated on the way in.

    Attributes:
        address: Of the other side.
        asn: Of the other side.
        treatment: Of invalid routes on this session; the wish's own where it is null.
    """

    address: IPv4Address | IPv6Address
    asn: int
    treatment: Treatment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a router is to do.

    Attributes:
        asn: The own AS.
        router_id: As BGP identifies the router.
        caches: Asked in this order; at least one.
        neighbours: Sessions that are validated; at least one.
        treatment: Of invalid routes.
    """

    asn: int
    router_id: IPv4Address
    caches: tuple[Cache, ...]
    neighbours: tuple[Neighbour, ...]
    treatment: Treatment

    def __post_init__(self) -> None:
        if not self.caches or not self.neighbours:
            raise ConfigError("a configuration needs a cache (--cache) and a session (--neighbour)")

    @property
    def community(self) -> str:
        """The large community of an invalid route, `AS:6811:2` (RFC 8092)."""
        return f"{self.asn}:6811:2"

    def of(self, one: Neighbour) -> Treatment:
        """What is done with a session's invalid routes."""
        return one.treatment or self.treatment

    @property
    def groups(self) -> dict[Treatment, tuple[Neighbour, ...]]:
        """Sessions by what is done with their invalid routes, in the order of a roll-out."""
        found = {one: tuple(n for n in self.neighbours if self.of(n) is one) for one in Treatment}
        return {treatment: sessions for treatment, sessions in found.items() if sessions}

    def name_for(self, base: str, treatment: Treatment) -> str:
        """Name of the policy of a treatment: the bare one for the wish's own."""
        bare = treatment is self.treatment
        return base if bare else f"{base}-{treatment.upper() if base.isupper() else treatment}"
