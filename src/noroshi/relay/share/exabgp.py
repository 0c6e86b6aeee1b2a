"""ExaBGP 4: one API command a line, for a process that prints the list to it."""

from collections.abc import Mapping

from noroshi.relay.share.bird import BLACKHOLE, NEXT_HOPS
from noroshi.relay.share.blocking import line_format
from noroshi.relay.share.target import flow_of, network_of
from noroshi.spine.model import Subject

BLACKHOLED = f"{BLACKHOLE[0]}:{BLACKHOLE[1]}"
DISCARD = "discard"


def say_flowspec(subject: Subject, then: str = DISCARD) -> str:
    """Announce a FlowSpec route that does something with the traffic."""
    flow = flow_of(subject)
    if flow is None:
        return ""
    match = f"destination {flow.network.address}/{flow.network.length};"
    if flow.protocol:
        match += f" {'protocol' if flow.network.version == 4 else 'next-header'} ={flow.protocol};"
    if flow.port:
        match += f" destination-port ={flow.port};"
    return f"announce flow route {{ match {{ {match} }} then {{ {then}; }} }}"


def say_rtbh(
    subject: Subject, next_hops: Mapping[int, str] = NEXT_HOPS, community: str = BLACKHOLED
) -> str:
    """Announce a route of the address that takes its traffic to a next hop."""
    network = network_of(subject)
    if network is None or not next_hops.get(network.version):
        return ""
    route = f"{network.address}/{network.length}"
    return f"announce route {route} next-hop {next_hops[network.version]} community [{community}]"


# ExaBGP passes over lines that start with a number sign.
as_flowspec = line_format(say_flowspec)
as_rtbh = line_format(say_rtbh)
