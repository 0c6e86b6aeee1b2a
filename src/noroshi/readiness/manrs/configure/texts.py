"""Texts: a customer's prefix filter and limit in the language of each router.

FRR, BIRD, GoBGP and OpenBGPD get whole configurations, which their parsers can read; the others get
statements to paste, marked as unchecked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from noroshi.readiness.manrs.prefix_range import PrefixRange
from noroshi.readiness.rpki.configure.wish import MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterWish:
    """What a router is to take from a customer.

    Attributes:
        asn: The own AS.
        router_id: As BGP identifies the router.
        address: Of the customer's router; its family is the session's.
        customer: Its AS.
        ranges: What it may announce; those of the session's family are used, at least one.
        limit: Prefixes after which the session ends.
    """

    asn: int
    router_id: IPv4Address
    address: IPv4Address | IPv6Address
    customer: int
    ranges: tuple[PrefixRange, ...]
    limit: int

    @property
    def is_v6(self) -> bool:
        """Family of the session."""
        return self.address.version == 6

    @property
    def family(self) -> int:
        """4 or 6."""
        return self.address.version

    @property
    def name(self) -> str:
        """Of the list."""
        return f"AS{self.customer}-IN"

    @property
    def chosen(self) -> tuple[PrefixRange, ...]:
        """Ranges of the session's family."""
        return tuple(one for one in self.ranges if one.is_v6 == self.is_v6)


def frr(wish: FilterWish) -> str:
    """Read by `vtysh -C`."""
    word = "ipv6" if wish.is_v6 else "ip"
    lines = [
        f"{word} prefix-list {wish.name} seq {5 * place} permit {one.prefix}{_ge_le(one)}"
        for place, one in enumerate(wish.chosen, 1)
    ]
    lines += [
        "!",
        f"router bgp {wish.asn}",
        f" bgp router-id {wish.router_id}",
        f" neighbor {wish.address} remote-as {wish.customer}",
        f" address-family ipv{wish.family} unicast",
        f"  neighbor {wish.address} activate",
        f"  neighbor {wish.address} prefix-list {wish.name} in",
        f"  neighbor {wish.address} maximum-prefix {wish.limit}",
        " exit-address-family",
        "exit",
    ]
    return "\n".join(lines) + "\n"


def _ge_le(one: PrefixRange) -> str:
    ge = f" ge {one.low}" if one.low > one.length else ""
    return "" if one.is_exact else f"{ge} le {one.high}"


def bird(wish: FilterWish) -> str:
    """Read by `bird -p`."""
    name = wish.name.replace("-", "_")
    entries = ",\n".join(f"  {one.prefix}{_bird_bounds(one)}" for one in wish.chosen)
    return (
        f"router id {wish.router_id};\n\nprotocol device {{}}\n\n"
        f"define {name} = [\n{entries}\n];\n\n"
        f"filter take_{name} {{\n  if net ~ {name} then accept;\n  reject;\n}}\n\n"
        f"protocol bgp customer{wish.customer} {{\n  local as {wish.asn};\n"
        f"  neighbor {wish.address} as {wish.customer};\n  ipv{wish.family} {{\n"
        f"    import filter take_{name};\n    import limit {wish.limit} action disable;\n"
        "    export none;\n  };\n}\n"
    )


def _bird_bounds(one: PrefixRange) -> str:
    return "" if one.is_exact else f"{{{one.low},{one.high}}}"


def gobgp(wish: FilterWish) -> str:
    """Read by `gobgpd --dry-run`."""
    entries = "\n".join(
        f'[[defined-sets.prefix-sets.prefix-list]]\nip-prefix = "{one.prefix}"\n'
        f'masklength-range = "{one.low}..{one.high}"'
        for one in wish.chosen
    )
    family = f"ipv{wish.family}-unicast"
    statement = "[policy-definitions.statements"
    return (
        f'[global.config]\nas = {wish.asn}\nrouter-id = "{wish.router_id}"\n\n'
        f'[[defined-sets.prefix-sets]]\nprefix-set-name = "{wish.name}"\n{entries}\n\n'
        f'[[defined-sets.neighbor-sets]]\nneighbor-set-name = "{wish.name}"\n'
        f'neighbor-info-list = ["{wish.address}"]\n\n'
        f'[[neighbors]]\n[neighbors.config]\nneighbor-address = "{wish.address}"\npeer-as = {wish.customer}\n'
        f'[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = "{family}"\n'
        f"[neighbors.afi-safis.prefix-limit.config]\nmax-prefixes = {wish.limit}\n\n"
        f'[[policy-definitions]]\nname = "{wish.name}"\n[[policy-definitions.statements]]\nname = "take"\n'
        f'{statement}.conditions.match-prefix-set]\nprefix-set = "{wish.name}"\nmatch-set-options = "any"\n'
        f'{statement}.conditions.match-neighbor-set]\nneighbor-set = "{wish.name}"\n'
        f'{statement}.actions]\nroute-disposition = "accept-route"\n\n'
        f'[global.apply-policy.config]\nimport-policy-list = ["{wish.name}"]\n'
        'default-import-policy = "reject-route"\ndefault-export-policy = "reject-route"\n'
    )


def openbgpd(wish: FilterWish) -> str:
    """Read by `bgpd -n`."""
    family = f"IPv{wish.family}"
    rules = "\n".join(
        f"allow quick from {wish.address} prefix {one.prefix}{_openbgpd_bounds(one)}"
        for one in wish.chosen
    )
    return (
        f"AS {wish.asn}\nrouter-id {wish.router_id}\n\n"
        f"neighbor {wish.address} {{\n\tremote-as {wish.customer}\n\tannounce {family} unicast\n"
        f"\tmax-prefix {wish.limit}\n}}\n\n"
        f"{rules}\ndeny from {wish.address}\ndeny to {wish.address}\n"
    )


def _openbgpd_bounds(one: PrefixRange) -> str:
    if one.is_exact:
        return ""
    return f" prefixlen {one.low} - {one.high}" if one.low < one.high else f" prefixlen = {one.low}"


def ios_xr(wish: FilterWish) -> str:
    """Statements; no parser of ours has read them."""
    entries = ",\n".join(f"  {one.prefix}{_ge_le(one)}" for one in wish.chosen)
    return (
        f"! {MARK}\nprefix-set {wish.name}\n{entries}\nend-set\n!\n"
        f"route-policy {wish.name}\n  if destination in {wish.name} then\n    pass\n  else\n    drop\n  endif\n"
        f"end-policy\n!\nrouter bgp {wish.asn}\n bgp router-id {wish.router_id}\n neighbor {wish.address}\n"
        f"  remote-as {wish.customer}\n  address-family ipv{wish.family} unicast\n   route-policy {wish.name} in\n"
        f"   maximum-prefix {wish.limit}\n  !\n !\n!\n"
    )


def junos(wish: FilterWish) -> str:
    """Statements; no parser of ours has read them."""
    term = f"set policy-options policy-statement {wish.name} term"
    group = f"set protocols bgp group customer-{wish.customer}"
    inet = "inet6" if wish.is_v6 else "inet"
    lines = [f"# {MARK}"]
    lines += [
        f"{term} take from route-filter {one.prefix}{_junos_bounds(one)}" for one in wish.chosen
    ]
    lines += [
        f"{term} take then accept",
        f"{term} rest then reject",
        f"set routing-options autonomous-system {wish.asn}",
        f"{group} type external",
        f"{group} neighbor {wish.address} peer-as {wish.customer}",
        f"{group} neighbor {wish.address} import {wish.name}",
        f"{group} family {inet} unicast accepted-prefix-limit maximum {wish.limit}",
        f"{group} family {inet} unicast accepted-prefix-limit teardown",
    ]
    return "\n".join(lines) + "\n"


def _junos_bounds(one: PrefixRange) -> str:
    return " exact" if one.is_exact else f" prefix-length-range /{one.low}-/{one.high}"


def eos(wish: FilterWish) -> str:
    """Statements; no parser of ours has read them."""
    word = "ipv6" if wish.is_v6 else "ip"
    lines = [f"! {MARK}", f"{word} prefix-list {wish.name}"]
    lines += [
        f"   seq {10 * place} permit {one.prefix}{_ge_le(one)}"
        for place, one in enumerate(wish.chosen, 1)
    ]
    lines += [
        "!",
        f"router bgp {wish.asn}",
        f"   router-id {wish.router_id}",
        f"   neighbor {wish.address} remote-as {wish.customer}",
        f"   neighbor {wish.address} maximum-routes {wish.limit}",
        f"   address-family ipv{wish.family}",
        f"      neighbor {wish.address} activate",
        f"      neighbor {wish.address} prefix-list {wish.name} in",
    ]
    return "\n".join(lines) + "\n"


DIALECTS: dict[str, Callable[[FilterWish], str]] = {
    "frr": frr,
    "bird": bird,
    "gobgp": gobgp,
    "openbgpd": openbgpd,
    "ios-xr": ios_xr,
    "junos": junos,
    "eos": eos,
}
"""Text of a wish by the name of the router's system."""
