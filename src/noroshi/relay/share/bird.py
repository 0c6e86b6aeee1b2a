"""BIRD 2: static protocols to include in bird.conf.

FlowSpec (RFC 8955, 8956) matches address, protocol and port; traffic-rate 0 drops it. RTBH (RFC 5635)
is a route with the community BLACKHOLE (RFC 7999), and takes all traffic to the address. A static
protocol of BIRD holds one family, so IPv6 waits in a spool until IPv4 is told.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from noroshi.relay.share.blocking import chunks, once, said, title, words
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.spool import Spool
from noroshi.relay.share.target import FLOWS, NETWORKS, Flow, Network, flow_of, network_of
from noroshi.spine.model import Subject
from noroshi.spine.model.stretch import Subjects

BLACKHOLE = (65535, 666)
"""Community of RFC 7999 section 5."""

NEXT_HOPS = {4: "192.0.2.1", 6: "100::1"}
"""Where routers discard: TEST-NET-1 by custom, the discard-only prefix by RFC 6666."""

BLACKHOLED = f"bgp_community.add(({BLACKHOLE[0]}, {BLACKHOLE[1]}))"
"""Neighbours discard what goes there."""

DISCARD = "bgp_ext_community.add((generic, 0x80060000, 0x0))"
"""Traffic-rate 0 (RFC 8955 section 7.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How one kind of route stands in the file: names of protocols and channels, without 4 or 6."""

    protocol: str
    channel: str
    is_v6: Callable[[str], bool]

    def render(self, routes: Iterable[str], edition: Edition) -> Iterator[bytes]:
        """Both protocols, each with its routes; an empty list has them, too."""
        with Spool() as later:
            yield from chunks([title(edition), self._opening(4)])
            yield from chunks(self._first(routes, later))
            yield from chunks(["}", self._opening(6)])
            yield from later.pieces("6")
            yield b"}\n"

    def _opening(self, version: int) -> str:
        return f"protocol static {self.protocol}{version} {{ {self.channel}{version};"

    def _first(self, lines: Iterable[str], later: Spool) -> Iterator[str]:
        for line in lines:
            if self.is_v6(line):
                later.add("6", f"{line}\n".encode())
            else:
                yield line


def say_flowspec(subject: Subject, then: str = DISCARD) -> str:
    """A FlowSpec route that does something with the traffic."""
    flow = flow_of(subject)
    return "" if flow is None else _flow_route(flow, then)


def _flow_route(flow: Flow, then: str = DISCARD) -> str:
    (address, length), protocol, port = flow
    version, header = (6, "next header") if ":" in address else (4, "proto")
    about = f" {header} = {protocol};" if protocol else ""
    to = f" dport = {port};" if port else ""
    return f"route flow{version} {{ dst {address}/{length};{about}{to} }} {{ {then}; }};"


def say_rtbh(subject: Subject, then: str = BLACKHOLED) -> str:
    """A route of the address that takes its traffic."""
    network = network_of(subject)
    return "" if network is None else _route(network, then)


def _route(network: Network, then: str = BLACKHOLED) -> str:
    address, length = network
    return f"route {address}/{length} blackhole {{ {then}; }};"


FLOWSPEC = Table(
    protocol="noroshi_flow",
    channel="flow",
    is_v6=lambda line: line.startswith("route flow6"),
)
RTBH = Table(
    protocol="noroshi_rtbh",
    channel="ipv",
    is_v6=lambda line: ":" in line.split(" ", 2)[1],
)

_FLOWSPEC, _RTBH = words(FLOWS, _flow_route), words(NETWORKS, _route)


def as_flowspec(pages: Iterable[Subjects], edition: Edition) -> Iterator[bytes]:
    """FlowSpec routes that discard."""
    return FLOWSPEC.render(once(said(pages, _FLOWSPEC)), edition)


def as_rtbh(pages: Iterable[Subjects], edition: Edition) -> Iterator[bytes]:
    """Blackhole routes."""
    return RTBH.render(once(said(pages, _RTBH)), edition)
