"""Permission: a signed scope that holds here and now. Nothing can be asked without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from noroshi.iot.scope import Refusal, Scope, digest, refusal_of
from noroshi.iot.scope.signature import Signature
from noroshi.iot.survey.networks import Networks, parse_networks
from noroshi.iot.survey.ranges import Ranges, parse_list
from noroshi.spine.model import ConfigError

LOOPBACK = IPv4Network("127.0.0.0/8")
LOOPBACK_V6 = IPv6Network("::1/128")
"""Never leave the machine, whatever routes it has."""


class Host(Protocol):
    """What must be known of the machine that asks."""

    def has_default_route(self) -> bool:
        """Whether packets to anywhere would leave."""

    def has_address(self, address: str) -> bool:
        """Whether packets may come from this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What `permit` found to hold. `Boundary` takes nothing else.

    Attributes:
        scope: As signed.
        digest: Its name in audit lines.
        key: Id of the authority's key.
        source: The address that asks.
        excluded: Addresses on the scope's own lists.
        networks: Who is whose, for the caps of AS and ISP.
    """

    scope: Scope
    digest: str
    key: str
    source: str
    excluded: Ranges
    networks: Networks

    def is_open(self, at: datetime) -> bool:
        """Whether probes may be sent at a moment: inside validity, and inside the day's hours."""
        valid, hours = self.scope.valid, self.scope.hours
        local = (at + _offset(hours.utc_offset)).strftime("%H:%M")
        return valid.start <= at < valid.end and hours.start <= local < hours.end

    def is_over(self, at: datetime) -> bool:
        """Whether the authority has ended."""
        return at >= self.scope.valid.end


def permit(  # noqa: PLR0913  # each is a thing that must hold
    scope: Scope,
    signature: Signature,
    *,
    trusted: Sequence[Ed25519PublicKey],
    files: Mapping[str, bytes],
    source: str,
    host: Host,
    now: datetime,
) -> Permission:
    """Hold a scope against its signature, the clock and this machine.

    Args:
        scope: As its file says.
        signature: As the file beside it says.
        trusted: Keys of authorities.
        files: Files that the scope pins, by the SHA-256 that `pin` gives.
        source: The address to ask from.
        host: This machine.
        now: Moment of use, UTC.

    Raises:
        ConfigError: Something does not hold; the message says what.
        InputError: The scope is wrong anywhere, or a pinned file is malformed.
    """
    refusal = refusal_of(scope, signature, trusted=trusted, now=now)
    if refusal is not None:
        raise ConfigError(_said(scope, refusal))
    if source not in scope.sources:
        raise ConfigError(
            f"the scope {scope.id} declares {', '.join(scope.sources)} as sources, not {source}"
        )
    if not host.has_address(source):
        raise ConfigError(f"{source} is no address of this machine; run where the scope says")
    if scope.lab and not _stays_here(scope) and host.has_default_route():
        raise ConfigError(
            f"{scope.id} is a lab scope, and this machine has a default route: packets could leave."
            " Run it in a network namespace without one (ip netns)"
        )
    lists = [
        network
        for pinned in scope.exclusions
        for network in parse_list(_file(files, pinned.sha256, pinned.name), name=pinned.name)
    ]
    networks = Networks()
    if scope.networks:
        networks = parse_networks(_file(files, scope.networks, "table of networks"))
    return Permission(
        scope=scope, digest=digest(scope), key=signature.key, source=source,
        excluded=Ranges(lists), networks=networks,
    )  # fmt: skip


def pin(octets: bytes) -> str:
    """How a scope names a file."""
    return sha256(octets).hexdigest()


def _stays_here(scope: Scope) -> bool:
    networks = [ip_network(text) for text in (*scope.prefixes, *scope.sources)]
    return all(
        net == LOOPBACK_V6
        or (net.version == LOOPBACK.version and ip_address(net.network_address).is_loopback)
        for net in networks
    )


def _file(files: Mapping[str, bytes], sha: str, name: str) -> bytes:
    octets = files.get(sha)
    if octets is None or pin(octets) != sha:
        raise ConfigError(
            f"the scope pins {name} by SHA-256 {sha}; give that very file with --list"
        )
    return octets


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def _said(scope: Scope, refusal: Refusal) -> str:
    return (
        f"the scope {scope.id} does not hold: {refusal.value}; nothing is asked."
        " noroshi iot scope verify tells more"
    )
