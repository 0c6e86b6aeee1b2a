"""Ground: where the lab's packets go: network namespaces without a way out, or loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from noroshi.jobs.iot.lab.capture import capture_command, wait_until_up
from noroshi.lab.survey.device import HIGH, Ports
from noroshi.spine.model import ConfigError
from noroshi.spine.net.namespace import ASKER, Cable, cable, can_make

WIDE, LARGEST = IPv4Network("198.18.0.0/15"), 1 << 17
"""The network that RFC 2544 keeps for benchmarks."""
MOST_SERVED = 5_000
"""Addresses that one process serves: two cores carry two processes."""
PROBES = {
    "ftp": ("ftp",), "ssh": ("ssh",), "telnet": ("telnet",), "rtsp": ("rtsp",),
    "https": ("web_tls",),
}  # fmt: skip
SHARED_WEB = (8000, 8080, 8888, 9000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One of both.

    Attributes:
        network: Where devices live.
        source: The address that asks.
        ports: Which ports devices use.
        raw: Whether the survey sends by raw sockets, and the wire can be captured.
        pps: Cap of the lab's scope.
    """

    network: IPv4Network
    source: str
    ports: Ports
    raw: bool
    pps: int

    @property
    def probes(self) -> list[dict[str, object]]:
        """Probes and ports of the scope."""
        ports = self.ports
        web = sorted({ports.web, *SHARED_WEB})
        asked: list[dict[str, object]] = [
            {"probe": probe, "ports": sorted(getattr(ports, name) for name in names)}
            for probe, names in PROBES.items()
        ]
        asked += [{"probe": "http", "ports": web}, {"probe": "ssdp", "ports": [1900]}, {"probe": "coap", "ports": [5683]}]  # fmt: skip
        if ports.privileged:
            low = (("smtp", 25), ("snmpv3", 161), ("ntp", 123), ("dns", 53))
            asked += [{"probe": probe, "ports": [port]} for probe, port in low]
        return asked

    @contextmanager
    def standing(self, stand: Path, alive: Sequence[str], wire: Path) -> Iterator["Asker"]:
        """Devices up while the block runs, and the wire captured where there is one.

        Args:
            stand: File of the devices.
            alive: Their addresses.
            wire: Where the capture goes.

        Raises:
            ConfigError: Namespaces or addresses cannot be had.
        """
        with ExitStack() as stack:
            made: Cable | None = None
            if self.raw:
                made = stack.enter_context(cable([str(self.network)], map(IPv4Address, alive)))
            of = -(-len(alive) // MOST_SERVED) or 1
            for part in range(of):
                stack.enter_context(_serving(self, made, stand, part, of))
            if made is not None:
                stack.enter_context(_capturing(made, wire))
            yield Asker(made, "raw" if self.raw else "connect")


@dataclass(frozen=True, slots=True)
class Asker:
    """Runs surveys on a ground."""

    cable: Cable | None
    engine: str

    def survey(
        self, home: Path, scope: Path, name: str, at: datetime, *, lists: Sequence[Path],
        only: Path | None = None,
    ) -> None:  # fmt: skip
        """Run a round, as of a moment.

        Raises:
            ConfigError: It did not end well; the message holds its last words.
        """
        later_s = (at - datetime.now(UTC)).total_seconds()
        words = _noroshi("--home", str(home), "iot", "lab", "ask", str(scope), "--round", name, "--later", str(later_s),
            "--engine",
            self.engine)  # fmt: skip
        for one in lists:
            words += ["--list", str(one)]
        if only is not None:
            words += ["--only", str(only)]
        if self.cable is not None:
            words = self.cable.inside(self.cable.asker, words)
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
        if done.returncode:
            raise ConfigError(f"round {name} failed: {done.stderr.strip()[-800:]}")


def namespaces(addresses: int) -> Ground:
    """A ground of namespaces, for so many addresses.

    Raises:
        ConfigError: There may be no namespaces here, or the number is no power of two in bounds.
    """
    if not can_make():
        raise ConfigError("namespaces need root and `ip`; use --loopback")
    if addresses.bit_count() != 1 or not 256 <= addresses <= LARGEST:
        raise ConfigError(f"addresses: a power of two from 256 to {LARGEST:,}")
    length = 33 - addresses.bit_length()
    network = IPv4Network(f"{WIDE.network_address}/{length}")
    return Ground(network=network, source=str(ASKER), ports=Ports(), raw=True, pps=80_000)


def loopback(addresses: int) -> Ground:
    """A ground on 127.0.0.0/8: no root, no capture, ports above 1023 only.

    Raises:
        ConfigError: The number is no power of two in bounds.
    """
    if addresses.bit_count() != 1 or not 64 <= addresses <= 1024:
        raise ConfigError("addresses on loopback: a power of two from 64 to 1,024")
    own = os.getpid() % 4096 * 1024
    network = IPv4Network(int(IPv4Address("127.128.0.0")) + own, strict=False)
    whole = network.supernet(new_prefix=33 - addresses.bit_length())
    return Ground(network=whole, source="127.0.0.1", ports=HIGH, raw=False, pps=4_000)


@contextmanager
def _serving(ground: Ground, made: Cable | None, stand: Path, part: int, of: int) -> Iterator[None]:
    words = _noroshi("iot", "lab", "serve", str(stand), "--part", f"{part + 1}/{of}")
    if not ground.ports.privileged:
        words.append("--high-ports")
    if made is not None:
        words = made.inside(made.devices, words)
    with _running(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # as asked for above
        if process.stdout.readline().strip() != b"up":
            raise ConfigError("the lab's devices did not come up; see above")
        yield


@contextmanager
def _capturing(made: Cable, wire: Path) -> Iterator[None]:
    words = capture_command(wire, str(ASKER))
    if words is None:
        yield
        return
    with _running(made.inside(made.devices, words), stderr=subprocess.PIPE) as process:
        wait_until_up(process)
        yield


@contextmanager
def _running(
    words: list[str], *, stdout: int | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, stdout=stdout, stderr=stderr)  # noqa: S603  # our own words
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _noroshi(*words: str) -> list[str]:
    return [sys.executable, "-m", "noroshi", *words]
