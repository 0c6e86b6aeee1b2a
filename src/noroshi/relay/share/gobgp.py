"""GoBGP 3: one command of its client a line, without the word `gobgp`, for xargs."""

from collections.abc import Callable, Iterable, Iterator

from noroshi.relay.share.bird import BLACKHOLE, NEXT_HOPS
from noroshi.relay.share.blocking import Say, chunks, held
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import flow_of, network_of
from noroshi.spine.model import Subject


def say_flowspec(subject: Subject) -> str:
    """Add a FlowSpec route that discards."""
    flow = flow_of(subject)
    if flow is None:
        return ""
    command = f"global rib add -a ipv{flow.network.version}-flowspec match"
    command += f" destination {flow.network.address}/{flow.network.length}"
    if flow.protocol:
        command += f" protocol =={flow.protocol}"
    if flow.port:
        command += f" destination-port =={flow.port}"
    return f"{command} then discard"


def say_rtbh(subject: Subject) -> str:
    """Add a blackhole route."""
    network = network_of(subject)
    if network is None:
        return ""
    route = f"{network.address}/{network.length} nexthop {NEXT_HOPS[network.version]}"
    community = f"{BLACKHOLE[0]}:{BLACKHOLE[1]}"
    return f"global rib add -a ipv{network.version} {route} community {community}"


def _commands(say: Say) -> Callable[[Iterable[Subject], Edition], Iterator[bytes]]:
    """A renderer without a title: xargs knows no comments."""
    return lambda subjects, _: chunks(held(subjects, say))


as_flowspec = _commands(say_flowspec)
as_rtbh = _commands(say_rtbh)
