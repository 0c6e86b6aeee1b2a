"""Analyses: what an analysis of flows gives, made by hand, for tests of what judges it."""

from collections.abc import Mapping, Sequence

import numpy as np

from noroshi.c2.analyse import Analysis, Columns, Network
from noroshi.spine.model import Window, address_halves
from noroshi.testing.findings import HOUR

SERVER: Mapping[str, float] = {
    "srv_port": 443, "proto": 6, "clients": 3, "scan_clients": 0,
    "contacts": 30, "contacts_most": 12, "contacts_typical": 10, "answered": 30, "asked": 30,
    "up_octets": 12_000, "down_octets": 18_000, "up_packets": 150, "down_packets": 150,
    "first_ms": HOUR.start_ms, "last_ms": HOUR.end_ms - 2000, "end_ms": HOUR.end_ms - 1000,
    "session_ms": 2000, "session_typical_ms": 1000, "slots_most": 8,
    "odd_peers": 0, "siblings": 1, "port_servers": 40, "port_clients": 60, "called": 0,
    "lag_coherence": np.nan, "gaps": np.nan, "relative_mad": np.nan, "top_share": np.nan,
    "period_s": np.nan, "same_share": np.nan, "suspect": 1,
}  # fmt: skip
"""A server as most are: it answers three clients on a web port, without rhythm."""

CLIENT: Mapping[str, float] = {
    "servers": 20, "asked": 200, "odd_peers": 0, "odd_answered": 0, "one_way_rate_pps": 0,
    "one_way_packets": 0, "lookups": 30, "lookups_span_ms": 3_000_000, "scanned": 0,
    "silent": 0, "mail_servers": 0,
}  # fmt: skip
"""A subscriber without symptoms."""

NETWORK = Network(
    subscribers=200,
    tcp_answers_seen=1.0,
    udp_answers_seen=1.0,
    replies_seen=1.0,
    packets_typical=10.0,
    sampling=1,
)
"""A network whose export shows both directions, unsampled."""

Link = tuple[int, int]
"""Row of a client and row of the server that it talks to."""


def make_analysis(
    servers: Sequence[Mapping[str, object]] = ({},),
    clients: Sequence[Mapping[str, float]] = ({},),
    *,
    links: Sequence[Link] = (),
    probes: Sequence[Link] = (),
    network: Network = NETWORK,
    window: Window = HOUR,
) -> Analysis:
    """An analysis of servers and clients that differ from the usual in the given columns.

    Args:
        servers: Columns that differ from `SERVER`; `address` gives the address, which is else
            another one of 2001:db8::/32 for each row.
        clients: Columns that differ from `CLIENT`.
        links: Who talks to whom.
        probes: Who merely touched whom while scanning.
        network: Facts of the network.
        window: What was looked at.
    """
    pairs = [*((pair, False) for pair in links), *((pair, True) for pair in probes)]
    return Analysis(
        window=window,
        servers=_servers(servers),
        clients=_numbered("client", CLIENT, clients),
        links=Columns(
            {
                "client": np.array([client for (client, _), _ in pairs], np.int64),
                "server": np.array([server for (_, server), _ in pairs], np.int64),
                "probe": np.array([probe for _, probe in pairs], bool),
            }
        ),
        network=network,
    )


def _servers(rows: Sequence[Mapping[str, object]]) -> Columns:
    addresses = [str(row.get("address", f"2001:db8::{n + 1:x}")) for n, row in enumerate(rows)]
    halves = np.array([address_halves(address) for address in addresses], np.int64).reshape(-1, 2)
    measured = [{k: float(str(v)) for k, v in row.items() if k != "address"} for row in rows]
    columns = _numbered("server", SERVER, measured)
    arrays = {name: columns[name] for name in columns}
    return Columns(arrays | {"srv_hi": halves[:, 0], "srv_lo": halves[:, 1]})


def _numbered(
    name: str, usual: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Columns:
    for row in rows:
        if unknown := row.keys() - usual.keys():
            raise ValueError(f"a {name} has no column {', '.join(sorted(unknown))}")
    full = {key: np.array([row.get(key, usual[key]) for row in rows], float) for key in usual}
    return Columns({name: np.arange(len(rows), dtype=np.int64), **full})
