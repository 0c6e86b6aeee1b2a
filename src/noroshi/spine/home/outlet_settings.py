"""Outlet settings: how a network may act on its lists."""

from ipaddress import ip_address, ip_network

from pydantic import Field, field_validator

from noroshi.spine.home.section import Section
from noroshi.spine.model import COLLECTIONS, InputError, canonical_domain


class OutletSettings(Section):
    """`[outlet]`: what resolvers and routers are told of the lists (`noroshi readiness outlet`)."""

    collections: tuple[str, ...] = Field(
        default=("c2-servers",),
        min_length=1,
        description="Lists whose entries become routes. The zone has its own: `[zone] collections`.",
    )
    most_routes: int = Field(
        default=1_000,
        ge=1,
        le=1_000_000,
        description="Routes of one outlet at most; those of lowest confidence are left out and told. Routers hold few FlowSpec rules in hardware: ask the vendor.",
    )
    shortest_v4: int = Field(
        default=24, ge=8, le=32, description="Shortest IPv4 prefix length that becomes a route."
    )
    shortest_v6: int = Field(
        default=48, ge=16, le=128, description="Shortest IPv6 prefix length that becomes a route."
    )
    least_confidence: int = Field(
        default=50, ge=0, le=100, description="Entries below this confidence become no route."
    )
    never: tuple[str, ...] = Field(
        default=(),
        description="Prefixes and domains that are never acted on, whatever a list says: the operator's own, and those it cannot do without.",
    )
    sinkhole_name: str = Field(
        default="",
        description="Host name that resolvers answer with while names are redirected; it shows users why.",
    )
    sinkhole_v4: str = Field(
        default="", description="Next hop of redirected IPv4 traffic (RTBH outlet)."
    )
    sinkhole_v6: str = Field(
        default="", description="Next hop of redirected IPv6 traffic (RTBH outlet)."
    )
    redirect_target: str = Field(
        default="",
        pattern=r"^(\d{1,5}:\d{1,10})?$",
        description="Route target `AS:NUMBER` of the routing table to which FlowSpec redirects (RFC 8955 section 7.4).",
    )
    least_hours: int = Field(
        default=24,
        ge=0,
        le=24 * 365,
        description="Hours that an outlet stays at a step before the next one is open.",
    )
    most_collateral: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="Share of the touched octets that may belong to other services of listed addresses before the next step is shut.",
    )

    @field_validator("collections")
    @classmethod
    def _are_collections(cls, collections: tuple[str, ...]) -> tuple[str, ...]:
        for name in collections:
            if name not in COLLECTIONS:
                raise ValueError(f"there is no list {name!r}; choose of {', '.join(COLLECTIONS)}")
        return tuple(dict.fromkeys(collections))

    @field_validator("never")
    @classmethod
    def _are_names_or_prefixes(cls, never: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_canonical(one) for one in never)

    @field_validator("sinkhole_name")
    @classmethod
    def _is_name(cls, name: str) -> str:
        try:
            return canonical_domain(name) if name else ""
        except InputError as error:
            raise ValueError(str(error)) from error

    @field_validator("sinkhole_v4", "sinkhole_v6")
    @classmethod
    def _is_next_hop(cls, address: str) -> str:
        if not address:
            return ""
        hop = ip_address(address)
        if hop.is_loopback or hop.is_multicast or hop.is_unspecified or hop.is_link_local:
            # A router ends the session over such a next hop (RFC 4271 section 6.3).
            raise ValueError(f"{address} cannot be a next hop; name an address that routers reach")
        return str(hop)

    @field_validator("redirect_target")
    @classmethod
    def _fits_a_community(cls, target: str) -> str:
        asn, _, number = target.partition(":")
        if target and not (0 < int(asn) < 1 << 16 and int(number) < 1 << 32):
            raise ValueError("write AS:NUMBER, the AS below 65536 and the number below 4294967296")
        return target


def _canonical(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        pass
    try:
        return canonical_domain(text)
    except InputError as error:
        raise ValueError(f"{text!r} is neither a prefix nor a domain") from error
