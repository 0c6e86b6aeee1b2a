"""Facts: what the terms look at, one array per fact, one entry per server."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from noroshi.c2.analyse import (
    KINDS,
    UNLISTED,
    Analysis,
    Flags,
    Floats,
    Ints,
    Network,
    port_kinds,
    port_ranks,
)
from noroshi.spine.model.protocol import TCP, UDP

ANSWERS_SEEN = 0.5
"""Below this share of answered web or DNS channels the reverse direction is taken as not exported."""


@dataclass(frozen=True)
class Facts:
    """Derived arrays over the servers of one analysis; nothing here depends on labels."""

    analysis: Analysis

    @property
    def network(self) -> Network:
        """The whole network's facts."""
        return self.analysis.network

    @property
    def rows(self) -> int:
        """Number of servers."""
        return self.analysis.servers.rows

    def column(self, name: str, null: float = 0.0) -> Floats:
        """A column of the analysis, nulls replaced."""
        return self.analysis.servers.filled(name, null)

    @cached_property
    def port(self) -> Ints:
        """Server port."""
        return self.analysis.servers.ints("srv_port")

    @cached_property
    def tcp(self) -> Flags:
        """Whether the transport is TCP."""
        tcp: Flags = self.analysis.servers.ints("proto") == TCP
        return tcp

    @cached_property
    def scored(self) -> Flags:
        """Whether the row can be a server at all: TCP or UDP with a port."""
        proto = self.analysis.servers.ints("proto")
        scored: Flags = ((proto == TCP) | (proto == UDP)) & (self.port > 0)
        return scored

    @cached_property
    def kind(self) -> Ints:
        """Index into KINDS of the port's usual service."""
        return port_kinds()[self.port].astype(np.int64)

    def of_kind(self, *names: str) -> Flags:
        """Whether the port's usual service is one of these kinds."""
        return np.isin(self.kind, [KINDS.index(name) for name in names])

    @cached_property
    def odd(self) -> Flags:
        """Whether no usual service uses the port."""
        return self.of_kind(UNLISTED)

    @cached_property
    def high(self) -> Flags:
        """Whether the port lies where clients' ports lie."""
        high: Flags = port_ranks()[self.port] == 0
        return high

    @cached_property
    def contacts(self) -> Floats:
        """Contacts of all clients, at least 1."""
        return np.maximum(self.column("contacts"), 1.0)

    @cached_property
    def contacts_typical(self) -> Floats:
        """Median contacts of one client, at least 1."""
        return np.maximum(self.column("contacts_typical"), 1.0)

    @cached_property
    def clients(self) -> Floats:
        """Number of clients, at least 1."""
        return np.maximum(self.column("clients"), 1.0)

    @cached_property
    def spoke(self) -> Flags:
        """Whether the server answered; taken as yes where answers cannot be seen."""
        answered = self.column("answered") > 0
        seen = np.where(self.tcp, self.network.tcp_answers_seen, self.network.udp_answers_seen)
        return answered | (seen < ANSWERS_SEEN)

    @cached_property
    def silence_known(self) -> Flags:
        """Whether a missing answer means silence and not a missing export."""
        seen = np.where(self.tcp, self.network.tcp_answers_seen, self.network.udp_answers_seen)
        return seen >= ANSWERS_SEEN

    @cached_property
    def packets_each(self) -> Floats:
        """Packets of one contact, both directions, as exported."""
        return (self.column("up_packets") + self.column("down_packets")) / self.contacts

    @cached_property
    def talk(self) -> Floats:
        """Packets of one contact on a scale where a bare TCP handshake is 3.

        Under packet sampling a contact shows one packet whatever it held; the scale then shrinks
        with the network's typical web contact, so that nothing is claimed that was not seen.
        """
        typical = max(self.network.packets_typical, 1.0)
        return self.packets_each * min(1.0, typical / 6.0)

    @cached_property
    def thinned(self) -> bool:
        """Whether packets were sampled: declared, or plain from web contacts of one packet."""
        return self.network.sampling > 1 or self.network.packets_typical <= 2.0

    @cached_property
    def session_s(self) -> Floats:
        """Median length of a client's longest session, in seconds."""
        return self.column("session_typical_ms") / 1000.0

    @cached_property
    def both_ways(self) -> bool:
        """Whether octets of both directions are known in this network's export."""
        return self.network.replies_seen >= ANSWERS_SEEN

    @cached_property
    def probed_share(self) -> Floats:
        """Share of the clients that merely probed the server in a scan."""
        return self.column("scan_clients") / self.clients

    @cached_property
    def gaps(self) -> Floats:
        """Median number of gaps between a client's contacts; 0 below six."""
        return self.column("gaps")


def ramp(value: Floats, low: float, high: float) -> Floats:
    """0 at `low` and below, 1 at `high` and above, straight between."""
    return np.clip((value - low) / (high - low), 0.0, 1.0)


def decades(value: Floats, low: float, high: float) -> Floats:
    """0 at `low`, 1 at `high`, straight in the logarithm; values below `low` give 0."""
    return ramp(np.log10(np.maximum(value, low)), float(np.log10(low)), float(np.log10(high)))
