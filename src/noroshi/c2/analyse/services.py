"""Services: what ports are usually for. Used to tell the server's end and to class servers.

Source: IANA Service Name and Transport Protocol Port Number Registry, and what the named products
document. A port here says what is usual, never what is true.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

WELL_KNOWN, KNOWN, REGISTERED, LOW, EPHEMERAL = 4, 3, 2, 1, 0
"""Ranks of a port as a server's: the higher end of a flow serves."""

EPHEMERAL_FROM = 32768
"""Linux hands out client ports from here; Windows and IANA from 49152 (RFC 6335 section 6)."""

OLD_EPHEMERAL_TO = 5000
"""Old Windows handed out client ports 1025-5000."""


@dataclass(frozen=True, slots=True)
class Service:
    """A usual use of ports.

    Attributes:
        name: Short name for people.
        kind: Class of servers on it, as findings name it.
        ports: Port numbers.
        rank: WELL_KNOWN where nearly every host has it, else KNOWN.
    """

    name: str
    kind: str
    ports: tuple[int, ...]
    rank: int = KNOWN


SERVICES: tuple[Service, ...] = (
    Service("HTTP(S)", "web", (80, 443), WELL_KNOWN),
    Service(
        "HTTP, other port",
        "web-alternate",
        (81, 82, 88, 3128, 4443, 8000, 8008, 8080, 8081, 8088, 8443, 8888, 9443),
    ),
    Service("DNS", "resolver", (53, 853), WELL_KNOWN),
    Service("NTP", "ntp", (123,), WELL_KNOWN),
    Service("mail", "mail", (25, 110, 143, 465, 587, 993, 995, 2525, 4190), WELL_KNOWN),
    Service(
        "IRC", "irc", (194, 6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697, 7000)
    ),
    Service(
        "push and chat",
        "push",
        (1863, 1883, 4070, 4244, 5190, 5222, 5223, 5228, 5229, 5230, 5242, 7275, 8883, 50318),
    ),
    Service(
        "remote access",
        "remote-access",
        (22, 23, 2222, 2323, 3389, 5800, 5900, 5938, 6568),
        WELL_KNOWN,
    ),
    Service("file transfer", "file-transfer", (20, 21, 69, 115, 873, 989, 990, 9418), WELL_KNOWN),
    Service("Windows networking", "windows", (135, 137, 138, 139, 445, 593), WELL_KNOWN),
    Service("directory and identity", "directory", (389, 464, 636, 749, 3268, 3269), WELL_KNOWN),
    Service(
        "network management",
        "management",
        (111, 161, 162, 179, 514, 515, 631, 7547, 30005),
        WELL_KNOWN,
    ),
    Service("VPN and tunnels", "vpn", (500, 1194, 1701, 1723, 3544, 3653, 4500, 51820), KNOWN),
    Service("anonymity network", "anonymity-network", (9001, 9030, 9050, 9150)),
    Service(
        "voice and STUN",
        "voice",
        (1719, 1720, 3478, 3479, 3480, 3481, 5004, 5005, 5060, 5061, 5349, 19302, 19305),
    ),
    Service(
        "games and media", "media", (554, 843, 1935, 3074, 3724, 12350, 25565, 27015, 27016, 30120)
    ),
    Service("databases", "database", (1433, 1434, 1521, 3306, 5432, 6379, 9200, 11211, 27017)),
    Service(
        "other infrastructure",
        "infrastructure",
        (
            67,
            68,
            119,
            563,
            1080,
            1812,
            1813,
            1900,
            2049,
            3702,
            5353,
            5355,
            5671,
            5672,
            5683,
            5684,
            33434,
        ),
    ),
    Service("hosting panels", "panel", (2082, 2083, 2086, 2087, 2095, 2096, 10000)),
)
"""Every usual service; a port belongs to the first that names it."""

UNLISTED = "odd"
"""Kind of ports that no usual service names."""

KINDS: tuple[str, ...] = (UNLISTED, *(service.kind for service in SERVICES))


def port_ranks() -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Rank of each port 0-65535."""
    ports = np.arange(65536)
    ranks = np.full(65536, REGISTERED, np.uint8)
    ranks[ports <= OLD_EPHEMERAL_TO] = LOW
    ranks[ports < 1024] = KNOWN
    ranks[ports >= EPHEMERAL_FROM] = EPHEMERAL
    for service in SERVICES:
        ranks[list(service.ports)] = service.rank
    ranks[0] = EPHEMERAL
    return ranks


def port_kinds() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Index into KINDS of each port 0-65535; unlisted ports below 1024 count as infrastructure."""
    kinds = np.zeros(65536, np.int16)
    kinds[1:1024] = KINDS.index("infrastructure")
    for service in reversed(SERVICES):
        kinds[list(service.ports)] = KINDS.index(service.kind)
    return kinds


def port_table() -> pa.Table:
    """`port, rank, kind` for all 65,536 ports: the look-up that the steps join."""
    return pa.table(
        {
            "port": pa.array(np.arange(65536), pa.uint16()),
            "rank": pa.array(port_ranks(), pa.uint8()),
            "odd": pa.array(port_kinds() == 0, pa.bool_()),
        }
    )
