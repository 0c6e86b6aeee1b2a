"""TLS: what the server shows, and which clients it believes (RFC 7011 section 11)."""

import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from noroshi.spine.model import ConfigError

TlsContext = ssl.SSLContext
RECORD_OCTETS = 16_384
"""Most of one TLS record (RFC 8446 section 5.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """PEM files of a server that asks its clients for certificates.

    Attributes:
        certificate: The server's, with the chain below its authority.
        key: Its private key.
        client_ca: Authorities that sign clients' certificates.
    """

    certificate: Path
    key: Path
    client_ca: Path


def server_context(files: TlsFiles) -> ssl.SSLContext:
    """A context that takes TLS 1.2 or later, and only clients with a certificate.

    Raises:
        ConfigError: A file is missing, is no PEM, does not fit, or shows the key to everybody.
    """
    for file in (files.certificate, files.key, files.client_ca):
        if not file.is_file():
            raise ConfigError(f"{file} is missing; see [collect] tls_certificate, tls_key, tls_client_ca")  # fmt: skip
    if files.key.stat().st_mode & 0o007:
        raise ConfigError(f"{files.key} may be read by everybody; run: chmod 600 {files.key}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    context.num_tickets = 0  # each session shows its certificate
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_cert_chain(files.certificate, files.key, password=_no_password)
        context.load_verify_locations(files.client_ca)
    except (ssl.SSLError, ValueError, OSError) as error:
        raise ConfigError(
            f"{files.certificate}, {files.key} and {files.client_ca} are no certificate, its key and"
            f" an authority in PEM: {error}"
        ) from error
    return context


class TlsLayer:
    """The server's end of one connection, over octets in memory.

    asyncio's own layer goes on reading while a protocol is paused, and drops what it holds when the
    peer then closes; here nothing is read ahead.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self.ready = False
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    def feed(self, octets: bytes) -> bytes:
        """What the client said, of all that came so far.

        Raises:
            ssl.SSLError: It does not speak TLS, or shows no certificate that is believed.
        """
        self._incoming.write(octets)
        parts: list[bytes] = []
        with suppress(ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            if not self.ready:
                self._tls.do_handshake()
                self.ready = True
            while part := self._tls.read(RECORD_OCTETS):
                parts.append(part)
        return b"".join(parts)

    def answer(self) -> bytes:
        """What has to be sent to the client."""
        return self._outgoing.read()

    def names(self) -> tuple[str, ...]:
        """Names in the client's certificate."""
        return names_of(self._tls.getpeercert())


def names_of(certificate: Mapping[str, object] | None) -> tuple[str, ...]:
    """Names that a verified certificate bears, in lower case (RFC 7011 section 11.3).

    The subject's alternative names; where there are none, its common name.
    """
    if not certificate:
        return ()
    alternative = certificate.get("subjectAltName", ())
    assert isinstance(alternative, tuple)
    names = [str(value) for kind, value in alternative if kind in ("DNS", "IP Address")]
    if not names:
        subject = certificate.get("subject", ())
        assert isinstance(subject, tuple)
        names = [str(v) for part in subject for k, v in part if k == "commonName"]
    return tuple(name.lower() for name in names)


def is_named(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether one of the names is wanted; where nothing is, all are."""
    return not wanted or any(name in wanted for name in names)


def _no_password() -> str:
    """Nobody is there to type one: never ask on the terminal."""
    raise ValueError("the key is locked by a password; unlock it with: openssl pkey")
