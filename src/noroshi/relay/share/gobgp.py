"""GoBGP 3: one command of its client a line, without the word `gobgp`, for xargs."""

from collections.abc import Callable, Iterable, Iterator

from noroshi.relay.share.bird import BLACKHOLE, NEXT_HOPS
from noroshi.relay.share.blocking import Words, chunks, once, said, words
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import FLOWS, NETWORKS, Flow, Network, flow_of, network_of
from noroshi.spine.model import Subject
from noroshi.spine.model.stretch import Subjects

_COMMUNITY = f"{BLACKHOLE[0]}:{BLACKHOLE[1]}"


def say_flowspec(subject: Subject) -> str:
    """Add a FlowSpec route that discards."""
    flow = flow_of(subject)
    return "" if flow is None else _flow_command(flow)


def _flow_command(flow: Flow) -> str:
    (address, length), protocol, port = flow
    about = f" protocol =={protocol}" if protocol else ""
    to = f" destination-port =={port}" if port else ""
    return (
        f"global rib add -a ipv{6 if ':' in address else 4}-flowspec match"
        f" destination {address}/{length}{about}{to} then discard"
    )


def say_rtbh(subject: Subject) -> str:
    """Add a blackhole route."""
    network = network_of(subject)
    return "" if network is None else _command(network)


def _command(network: Network) -> str:
    address, length = network
    version = 6 if ":" in address else 4
    route = f"{address}/{length} nexthop {NEXT_HOPS[version]}"
    return f"global rib add -a ipv{version} {route} community {_COMMUNITY}"


def _commands(words: Words) -> Callable[[Iterable[Subjects], Edition], Iterator[bytes]]:
    """A renderer without a title: xargs knows no comments."""
    return lambda pages, _: chunks(once(said(pages, words)))


as_flowspec = _commands(words(FLOWS, _flow_command))
as_rtbh = _commands(words(NETWORKS, _command))
