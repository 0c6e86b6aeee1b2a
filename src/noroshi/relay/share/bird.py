"""BIRD 2: static protocols to include in bird.conf.

FlowSpec (RFC 8955, 8956) matches address, protocol and port; traffic-rate 0 drops it. RTBH (RFC 5635)
is a route with the community BLACKHOLE (RFC 7999), and takes all traffic to the address. A static
protocol of BIRD holds one family, so IPv6 waits in a spool until IPv4 is told.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from noroshi.relay.share.blocking import Say, chunks, held, title
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.spool import Spool
from noroshi.relay.share.target import flow_of, network_of
from noroshi.spine.model import Subject

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
    say: Say
    is_v6: Callable[[str], bool]

    def render(self, subjects: Iterable[Subject], edition: Edition) -> Iterator[bytes]:
        """Both protocols, each with its routes; an empty list has them, too."""
        with Spool() as later:
            yield from chunks([title(edition), self._opening(4)])
            yield from chunks(self._first(held(subjects, self.say), later))
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
    if flow is None:
        return ""
    version = flow.network.version
    terms = f"dst {flow.network.address}/{flow.network.length};"
    if flow.protocol:
        terms += f" {'proto' if version == 4 else 'next header'} = {flow.protocol};"
    if flow.port:
        terms += f" dport = {flow.port};"
    return f"route flow{version} {{ {terms} }} {{ {then}; }};"


def say_rtbh(subject: Subject, then: str = BLACKHOLED) -> str:
    """A route of the address that takes its traffic."""
    network = network_of(subject)
    if network is None:
        return ""
    route = f"route {network.address}/{network.length} blackhole"
    return f"{route} {{ {then}; }};"


FLOWSPEC = Table(
    protocol="noroshi_flow",
    channel="flow",
    say=say_flowspec,
    is_v6=lambda line: line.startswith("route flow6"),
)
RTBH = Table(
    protocol="noroshi_rtbh",
    channel="ipv",
    say=say_rtbh,
    is_v6=lambda line: ":" in line.split(" ", 2)[1],
)
