"""Plan: the analysis as a list of named steps, cheap ones over all, dear ones over suspects."""

from dataclasses import dataclass

import pyarrow as pa

from noroshi.c2.analyse.columns import Columns
from noroshi.c2.analyse.services import port_table
from noroshi.spine.engine import Engine, load_step
from noroshi.spine.model import Window

PACKAGE = "noroshi.c2.analyse"
FIRST_LOOK = (
    "turned",
    "channels",
    "network",
    "fanout",
    "clients",
    "popular_ports",
    "edges",
    "servers",
)
SECOND_LOOK = ("suspects", "links", "watched", "visits", "rhythm", "beats")
SLOTS = 62
"""Parts of the window in the presence bitmap; rounding makes 63, what a signed integer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisParameters:
    """What the analysis may be told.

    Attributes:
        crowd: Most clients a suspect may have; public services have more. A botnet larger than
            this inside one operator is found by its symptoms and rhythm before it grows so far.
        crowd_share: The same as a share of all subscribers; the larger of the two holds.
    """

    crowd: int = 100
    crowd_share: float = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Facts of the whole network in the window.

    Attributes:
        subscribers: Addresses of subscribers that asked anything outside.
        tcp_answers_seen: Share of web channels with an answer, 0 to 1.
        udp_answers_seen: Share of DNS, NTP and QUIC channels with an answer, 0 to 1.
        replies_seen: Share of answered TCP channels whose octets back are known, 0 to 1.
        packets_typical: Median packets of a web contact, both directions.
        sampling: Largest sampling interval met, in packets.
    """

    subscribers: int
    tcp_answers_seen: float
    udp_answers_seen: float
    replies_seen: float
    packets_typical: float
    sampling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What judging needs: servers, clients, who talks to which suspect, and the network."""

    window: Window
    servers: Columns
    clients: Columns
    links: Columns
    network: Network


def analyse(engine: Engine, window: Window, parameters: AnalysisParameters) -> Analysis:
    """Run every step over the registered table `flows`.

    Raises:
        EngineError: A step failed.
        Cancelled: The user stopped it.
    """
    engine.load("ports", port_table())
    bounds = {
        "from_ms": window.start_ms,
        "to_ms": window.end_ms,
        "slots_per_ms": SLOTS / max(window.end_ms - window.start_ms, 1),
    }
    for name in FIRST_LOOK:
        engine.step(load_step(PACKAGE, name), bounds)
    network = _network(engine.fetch("network"))
    crowd = max(parameters.crowd, round(parameters.crowd_share * network.subscribers))
    for name in SECOND_LOOK:
        engine.step(load_step(PACKAGE, name), bounds | {"crowd": crowd})
    servers = engine.query(
        "SELECT s.*, b.* EXCLUDE (server), u.server IS NOT NULL AS suspect FROM servers AS s "
        "LEFT JOIN beats AS b USING (server) LEFT JOIN suspects AS u USING (server) ORDER BY server"
    )
    return Analysis(
        window=window,
        servers=Columns.of(servers),
        clients=Columns.of(engine.query("SELECT * FROM clients ORDER BY client")),
        links=Columns.of(engine.query("SELECT * FROM links ORDER BY server, client")),
        network=network,
    )


def _network(table: pa.Table) -> Network:
    row = table.to_pylist()[0]
    return Network(
        subscribers=int(row["subscribers"]),
        tcp_answers_seen=float(row["tcp_answers_seen"]),
        udp_answers_seen=float(row["udp_answers_seen"]),
        replies_seen=float(row["replies_seen"]),
        packets_typical=float(row["packets_typical"]),
        sampling=int(row["sampling"]),
    )
