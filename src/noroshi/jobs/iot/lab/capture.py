"""Capture: every packet that the asker sent, counted against what it was allowed to send."""

import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from shutil import which

import numpy as np
import numpy.typing as npt

from noroshi.iot.survey.ranges import Ranges
from noroshi.spine.model import InputError

SNAP = 42
"""Octets kept of a packet: Ethernet, IPv4 and the ports. Every SYN and UDP packet has as many."""
_GLOBAL, _RECORD = 24, 16
_TO = 30
FILTER = "src host {asker} and ((tcp[13] = 2) or udp)"
"""Connections begun, and datagrams. Later segments of a connection follow from its first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a capture shows.

    Attributes:
        packets: SYN segments and datagrams of the asker.
        outside: Of them, those to addresses that it may not ask.
        unwished: Of them, those to addresses that opted out or are excluded.
    """

    packets: int
    outside: int
    unwished: int


def capture_command(file: Path, asker: str) -> list[str] | None:
    """The command that captures on the devices' end of the cable; null without tcpdump."""
    if which("tcpdump") is None:
        return None
    words = ["tcpdump", "-i", "dev0", "-U", "-s", str(SNAP), "-B", "65536", "-Z", "root"]
    return [*words, "-w", str(file), FILTER.format(asker=asker)]


def wait_until_up(process: subprocess.Popen[bytes]) -> None:
    """Wait until a capture listens."""
    assert process.stderr is not None  # it was started with a pipe
    process.stderr.readline()


def count_capture(file: Path, *, allowed: Iterable[str], unwished: Collection[str]) -> Captured:
    """Hold a capture against what may be asked.

    Args:
        file: In pcap form, packets of `SNAP` octets.
        allowed: Networks that may be asked.
        unwished: Networks within that may not.

    Raises:
        InputError: The file holds packets of another length, or is cut.
    """
    to = _destinations(file.read_bytes())
    inside = Ranges(ip_network(one) for one in allowed).hold(to)
    refused = Ranges(ip_network(one) for one in unwished).hold(to)
    return Captured(
        packets=len(to), outside=int((~inside).sum()), unwished=int((inside & refused).sum())
    )


def _destinations(octets: bytes) -> npt.NDArray[np.int64]:
    body = np.frombuffer(octets, np.uint8, offset=_GLOBAL) if len(octets) > _GLOBAL else np.zeros(0, np.uint8)  # fmt: skip
    size = _RECORD + SNAP
    if len(body) % size:
        raise InputError("the capture is cut, or holds packets of another length")
    rows = body.reshape(-1, size)
    lengths = rows[:, 8:12].copy().view("<u4")[:, 0]
    if len(lengths) and not (lengths == SNAP).all():
        raise InputError("the capture holds packets of another length")
    start = _RECORD + _TO
    return rows[:, start : start + 4].copy().view(">u4")[:, 0].astype(np.int64)
