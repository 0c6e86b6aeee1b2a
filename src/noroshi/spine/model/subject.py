"""Subject: what something is about, canonical from the moment it exists."""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model.address import canonical_address
from noroshi.spine.model.domain import canonical_domain
from noroshi.spine.model.errors import InputError
from noroshi.spine.model.prefix import canonical_prefix
from noroshi.spine.model.url import canonical_url


class SubjectKind(StrEnum):
    """What a subject can be; rooms still to come use the later ones."""

    IP = "ip"
    ENDPOINT = "endpoint"
    DOMAIN = "domain"
    URL = "url"
    PREFIX = "prefix"
    ASN = "asn"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """An address, port and transport on the Internet.

    `protocol` is the lower-case IANA keyword (`tcp`, `udp`, `icmp` …); `port` is 0 for protocols
    without ports.
    """

    address: str
    port: int
    protocol: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", canonical_address(self.address))
        object.__setattr__(self, "protocol", self.protocol.lower())
        if not 0 <= self.port <= 65535:
            raise InputError(f"port {self.port} is outside 0-65535")

    @property
    def ip_version(self) -> int:
        """4 or 6."""
        return 6 if ":" in self.address else 4

    def __str__(self) -> str:
        host = f"[{self.address}]" if self.ip_version == 6 else self.address
        return f"{host}:{self.port}/{self.protocol}"

    def as_dict(self) -> dict[str, str | int]:
        """`{"address", "port", "protocol"}` for machine output."""
        return {"address": self.address, "port": self.port, "protocol": self.protocol}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A tagged canonical value, for example `endpoint 192.0.2.1:443/tcp`."""

    kind: SubjectKind
    value: str

    @classmethod
    def endpoint(cls, endpoint: Endpoint) -> "Subject":
        """The subject for one endpoint."""
        return cls(SubjectKind.ENDPOINT, str(endpoint))

    @classmethod
    def ip(cls, address: str) -> "Subject":
        """The subject for one address."""
        return cls(SubjectKind.IP, canonical_address(address))

    @classmethod
    def domain(cls, name: str) -> "Subject":
        """The subject for one name of the DNS."""
        return cls(SubjectKind.DOMAIN, canonical_domain(name))

    @classmethod
    def url(cls, text: str) -> "Subject":
        """The subject for one address of the web."""
        return cls(SubjectKind.URL, canonical_url(text))

    @classmethod
    def prefix(cls, text: str) -> "Subject":
        """The subject for one block of addresses."""
        return cls(SubjectKind.PREFIX, canonical_prefix(text))

    def as_endpoint(self) -> Endpoint:
        """The endpoint this subject names.

        Raises:
            InputError: The subject is of another kind.
        """
        if self.kind is not SubjectKind.ENDPOINT:
            raise InputError(f"{self} is no endpoint")
        return parse_endpoint(self.value)

    def as_dict(self) -> dict[str, str | int]:
        """`{"address", "port", "protocol"}` for endpoints, `{"kind", "value"}` for the rest."""
        if self.kind is SubjectKind.ENDPOINT:
            return self.as_endpoint().as_dict()
        return {"kind": self.kind.value, "value": self.value}

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


def parse_endpoint(text: str) -> Endpoint:
    """An endpoint from its text form `host:port/protocol`.

    Raises:
        InputError: The text has another form.
    """
    host_port, slash, protocol = text.rpartition("/")
    host, colon, port = host_port.rpartition(":")
    if not slash or not colon or not port.isdecimal():
        raise InputError(
            f"{text!r} is no endpoint; write 192.0.2.1:443/tcp or [2001:db8::1]:443/tcp"
        )
    return Endpoint(host.strip("[]"), int(port), protocol)
