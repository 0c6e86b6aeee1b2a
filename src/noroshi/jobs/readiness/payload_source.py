"""Payload source: VRPs of a file, or of a cache that speaks RTR (`rtr://HOST:PORT`)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.readiness.rpki import Vrps
from noroshi.readiness.rpki.rtr.asking import Asking
from noroshi.readiness.rpki.rtr.payloads import Columns, Payloads, columns_of
from noroshi.readiness.rpki.rtr.pdu import PORT
from noroshi.readiness.rpki.sense.aspa_file import Aspas
from noroshi.readiness.rpki.sense.vrp_file import gather_vrps, read_vrps
from noroshi.spine.home import keep_freed_memory
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.net.call import calling

SCHEME = "rtr://"
ANSWER_S = 120.0
"""Seconds for the whole set."""

KEPT_OF_BLOCKS, KEPT_OF_TABLES = 8 << 20, 32 << 20
"""Freed memory that is not given back: each block of a file, or table, wants the same columns again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a source holds now.

    Attributes:
        payloads: Its VRPs and ASPAs as a cache serves them.
        expired: VRPs that have ended, doubles included.
    """

    payloads: Payloads
    expired: int


def read_payloads(source: str, now: datetime) -> Offered:
    """The VRPs and ASPAs that a source holds now.

    Raises:
        ConfigError: The address of a cache is written wrongly.
        InputError: It gives no VRPs.
        SourceError: The cache does not answer.
    """
    if source.startswith(SCHEME):
        vrps, aspas = read_cache(source)
        return Offered(payloads=Payloads.of(vrps, aspas), expired=0)

    def packed(vrps: Vrps) -> tuple[Columns, int]:
        return columns_of(vrps), int(vrps.expired_at(now).sum())

    keep_freed_memory(KEPT_OF_BLOCKS)
    found = gather_vrps(Path(source), packed)
    expired = sum(count for _, count in found.parts)
    parts = [columns for columns, _ in found.parts]
    found.parts.clear()  # the columns are held by one list, which is emptied as they are joined
    return Offered(payloads=Payloads.joined(parts, found.aspas), expired=expired)


def read_source(source: str) -> Vrps:
    """The VRPs alone.

    Raises:
        ConfigError: The address of a cache is written wrongly.
        InputError: It gives no VRPs.
        SourceError: The cache does not answer.
    """
    if source.startswith(SCHEME):
        return read_cache(source)[0]
    keep_freed_memory(KEPT_OF_TABLES)
    return read_vrps(Path(source))


def read_cache(source: str) -> tuple[Vrps, Aspas]:
    """The whole set of a cache, in the newest version that both speak."""
    host, port = _host_and_port(source)
    version: int | None = 2
    asking = Asking()
    while version is not None:
        asking = Asking(version)
        with calling(host, port, seconds=ANSWER_S) as call:
            call.send(asking.question())
            while not asking.over:
                octets = call.receive()
                if not octets:
                    raise InputError(f"{source} closed before its answer was whole")
                asking.heard(octets)
        version = asking.retry_version
    vrps = asking.vrps()
    if not len(vrps):
        raise InputError(f"{source} holds no VRP; without any, every route would be not found")
    return vrps, asking.aspas


def _host_and_port(source: str) -> tuple[str, int]:
    try:
        parts = urlsplit(source)
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        host = None
        port = 0
    if not host:
        raise ConfigError(f"{source!r} is no cache; write rtr://192.0.2.1:323")
    return host, port
