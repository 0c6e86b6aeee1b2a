"""DNS server: one question to one server, with the flags that DNSSEC needs, and whole answers."""

from dataclasses import dataclass
from typing import Protocol

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rdatatype

from noroshi.spine.net.lookup import address_and_port

PAYLOAD = 1232
"""Octets of an answer over UDP that pass every network (DNS flag day 2020); more goes over TCP."""

TRIES = 2


class DnsSource(Protocol):
    """Whoever gives whole answers, with signatures and proofs."""

    def ask(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.message.Message | None:
        """The answer; null where there is none. Never raises for what a name or server does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsServer:
    """A server by its address.

    Attributes:
        address: IPv4 or IPv6.
        port: UDP and TCP.
        timeout_s: Longest wait for one answer; each question is asked twice.
        recursion: Whether it shall ask others (a resolver).
    """

    address: str
    port: int = 53
    timeout_s: float = 3.0
    recursion: bool = True

    @classmethod
    def at(cls, place: str, *, recursion: bool = True, timeout_s: float = 3.0) -> "DnsServer":
        """The server of `192.0.2.1`, `192.0.2.1:5353` or `[2001:db8::1]:5353`.

        Raises:
            ConfigError: The place is no address.
        """
        address, port = address_and_port(place)
        return cls(address=address, port=port, recursion=recursion, timeout_s=timeout_s)

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return host if self.port == 53 else f"{host}:{self.port}"

    def ask(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.message.Message | None:
        """Ask with DO and CD (RFC 4035 section 3.2): what comes is not validated yet."""
        query = dns.message.make_query(name, kind, want_dnssec=True, payload=PAYLOAD)
        query.flags |= dns.flags.CD
        if not self.recursion:
            query.flags &= ~dns.flags.RD
        for _ in range(TRIES):
            try:
                answer, _ = dns.query.udp_with_fallback(
                    query, self.address, timeout=self.timeout_s, port=self.port,
                    ignore_unexpected=True, ignore_errors=True,
                )  # fmt: skip
            except (dns.exception.DNSException, OSError, EOFError, ValueError):
                continue
            return answer
        return None

    def ask_by_tcp(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> dns.message.Message | None:
        """The same over TCP only."""
        query = dns.message.make_query(name, kind, want_dnssec=True, payload=PAYLOAD)
        try:
            return dns.query.tcp(query, self.address, timeout=self.timeout_s, port=self.port)
        except (dns.exception.DNSException, OSError, EOFError, ValueError):
            return None
