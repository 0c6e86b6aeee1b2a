"""Stage: names that stand for servers of this machine, so that pages can be looked at offline."""

from dataclasses import dataclass
from ipaddress import ip_address

from noroshi.spine.model import InputError, canonical_domain

TLS_PORTS = frozenset({443, 8443})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Given to a session as an object, never by a setting: nothing else can open loopback.

    Attributes:
        plain_port: Loopback port that plays every port of plain HTTP.
        tls_port: Loopback port that plays 443 and 8443.
        hosts: Names that are played; null for every name, so that none is resolved at all.
        address: Where they are played.
        addresses: Whether addresses are played, too, so that nothing leaves this machine. Those of
            this machine itself never are: a page that asks for them is refused as on the net.
    """

    plain_port: int
    tls_port: int
    hosts: frozenset[str] | None = None
    address: str = "127.0.0.1"
    addresses: bool = False

    def place(self, host: str, port: int) -> tuple[str, int] | None:
        """Address and port that play a host; null for addresses and names that are not played."""
        if self.addresses and _is_elsewhere(host):
            return self._played(port)
        try:
            name = canonical_domain(host)
        except InputError:
            return None
        if self.hosts is not None and name not in self.hosts:
            return None
        return self._played(port)

    def _played(self, port: int) -> tuple[str, int]:
        return self.address, self.tls_port if port in TLS_PORTS else self.plain_port


def _is_elsewhere(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)
