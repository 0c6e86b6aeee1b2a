"""ExaBGP 4: one API command a line, for a process that prints the list to it."""

from collections.abc import Mapping

from noroshi.relay.share.bird import BLACKHOLE, NEXT_HOPS
from noroshi.relay.share.blocking import line_format, words
from noroshi.relay.share.target import FLOWS, NETWORKS, Flow, Network, flow_of, network_of
from noroshi.spine.model import Subject

BLACKHOLED = f"{BLACKHOLE[0]}:{BLACKHOLE[1]}"
DISCARD = "discard"


def say_flowspec(subject: Subject, then: str = DISCARD) -> str:
    """Announce a FlowSpec route that does something with the traffic."""
    flow = flow_of(subject)
    return "" if flow is None else _flow_route(flow, then)


def _flow_route(flow: Flow, then: str = DISCARD) -> str:
    (address, length), protocol, port = flow
    header = "next-header" if ":" in address else "protocol"
    about = f" {header} ={protocol};" if protocol else ""
    to = f" destination-port ={port};" if port else ""
    match = f"destination {address}/{length};{about}{to}"
    return f"announce flow route {{ match {{ {match} }} then {{ {then}; }} }}"


def say_rtbh(
    subject: Subject, next_hops: Mapping[int, str] = NEXT_HOPS, community: str = BLACKHOLED
) -> str:
    """Announce a route of the address that takes its traffic to a next hop."""
    network = network_of(subject)
    return "" if network is None else _route(network, next_hops, community)


def _route(
    network: Network, next_hops: Mapping[int, str] = NEXT_HOPS, community: str = BLACKHOLED
) -> str:
    address, length = network
    hop = next_hops.get(6 if ":" in address else 4)
    if not hop:
        return ""
    return f"announce route {address}/{length} next-hop {hop} community [{community}]"


# ExaBGP passes over lines that start with a number sign.
as_flowspec = line_format(words(FLOWS, _flow_route))
as_rtbh = line_format(words(NETWORKS, _route))
