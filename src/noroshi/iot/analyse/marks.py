"""Marks: answers that look like no device: hosts and networks that answer whatever is asked.

Honeypots and middleboxes do so. A mark is a doubt and no verdict; it says why.
"""

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from noroshi.iot.analyse.answer import Feature

MOST_PROTOCOLS = 10
"""Different protocols at one address from which it answers everything; a busy router has nine."""
MOST_PORTS = 20
MOST_REFLECTING = 4
"""Datagram protocols in which one address amplifies from which it is made to; of six that are asked."""
WHOLE_NET = 250
"""Addresses of a /24 with one text on one port from which the net itself answers.

Nearly all of 256: whole networks of one operator's own routers do exist, but not every line is on.
"""


class Mark(StrEnum):
    """Why a row is doubted."""

    ANSWERS_ALL = "answers-all"
    """The host answers in more protocols, or on more ports, than a device has."""
    REFLECTS_ALL = "reflects-all"
    """The host amplifies in more protocols than a device speaks: bait for those who look for reflectors."""
    NO_PROTOCOL = "no-protocol"
    """Much came back, and it is no answer in the protocol that was asked; the survey itself sees it."""
    ONE_BANNER = "one-banner"
    """The whole network says the same."""


class Service(NamedTuple):
    """What one row says of a service.

    Attributes:
        address: Text as the row has it.
        port: Of the service.
        protocol: Empty where unknown.
        texts: What it said.
        reflects: Whether it amplifies.
    """

    address: str
    port: int
    protocol: str
    texts: tuple[Feature, ...]
    reflects: bool = False


def marks_of(services: Sequence[Service]) -> list[Mark | None]:
    """The mark of each service, in order; the host's before its network's."""
    ports: defaultdict[str, set[int]] = defaultdict(set)
    protocols: defaultdict[str, set[str]] = defaultdict(set)
    reflecting: defaultdict[str, set[str]] = defaultdict(set)
    hosts: defaultdict[object, set[str]] = defaultdict(set)
    for one in services:
        ports[one.address].add(one.port)
        protocols[one.address].add(one.protocol)
        if one.reflects:
            reflecting[one.address].add(one.protocol)
        if (place := _place(one)) is not None:
            hosts[place].add(one.address)
    return [
        Mark.ANSWERS_ALL
        if len(ports[one.address]) >= MOST_PORTS or len(protocols[one.address]) >= MOST_PROTOCOLS
        else Mark.REFLECTS_ALL
        if one.reflects and len(reflecting[one.address]) >= MOST_REFLECTING
        else Mark.ONE_BANNER
        if len(hosts.get(_place(one), ())) >= WHOLE_NET
        else None
        for one in services
    ]


def _place(one: Service) -> tuple[str, int, tuple[Feature, ...]] | None:
    """The /24, port and text of an IPv4 service; null for what has none of these."""
    net, dot, _ = one.address.rpartition(".")
    return (net, one.port, one.texts) if dot and one.texts else None
