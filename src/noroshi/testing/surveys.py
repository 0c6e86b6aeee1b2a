"""Surveys for tests: a permission, clocks that the test turns, and devices on loopback."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network
from itertools import count
from pathlib import Path
from typing import ClassVar, Self

import msgspec
import numpy as np

from noroshi.iot.scope import Scope, check_scope
from noroshi.iot.survey.networks import Networks
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.ranges import Ranges
from noroshi.jobs.iot.scoping import sign
from noroshi.spine.home import Home

_NETWORKS = count()
NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)


class TurnedClock:
    """Both clocks, standing still until they are turned."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> datetime:
        """The wall clock."""
        return NOON + timedelta(seconds=self.seconds - 1000)

    def monotonic(self) -> float:
        """The clock that never goes back."""
        return self.seconds


def permission_of(
    scope: Scope, *, excluded: Ranges | None = None, networks: Networks | None = None
) -> Permission:
    """A permission as `permit` would give it for a scope that was signed."""
    check_scope(scope)
    return Permission(
        scope=scope, digest="d" * 64, key="k" * 16, source=scope.sources[0],
        excluded=Ranges() if excluded is None else excluded, networks=networks or Networks(),
    )  # fmt: skip


def most_in_a_second(moments: Sequence[float]) -> int:
    """Most moments in any half-open window of one second, wherever it begins."""
    at = np.sort(np.asarray(moments, np.float64))
    ends = np.searchsorted(at, at + 1.0, side="left")
    return int((ends - np.arange(len(at))).max(initial=0))


class Devices:
    """Services on loopback addresses of this process, spoken by one thread each.

    Attributes:
        prefix: The network that they live in; most of its addresses are silent.
        alive: Addresses that answer on all of `PORTS`.
        heard: What was received, by port.
    """

    PORTS: ClassVar[dict[int, bytes]] = {
        2121: b"220 ExampleFTP 1.0 ready\r\n",
        2222: b"SSH-2.0-dropbear_2019.78\r\n",
        2323: b"\xff\xfd\x18login: ",
        8080: b"HTTP/1.0 200 OK\r\nServer: Example/2.0\r\nContent-Length: 5\r\n\r\nhello",
    }
    UDP = 5683

    def __init__(self, alive: int = 2, *, v6: bool = False) -> None:
        """On IPv6 there is one address, `::1`: the loopback has no other."""
        number = os.getpid() % 60_000
        # A network of its own: a thread that still waits holds the sockets of the one before.
        own = next(_NETWORKS) % 16 * 16
        network = IPv4Network(f"127.{10 + number // 250}.{number % 250}.{own}/28")
        self.prefix, self.alive = str(network), [str(network[n + 1]) for n in range(alive)]
        self._family = socket.AF_INET6 if v6 else socket.AF_INET
        if v6:
            self.prefix, self.alive = "::1/128", ["::1"]
        self.heard: dict[int, list[bytes]] = {port: [] for port in (*self.PORTS, self.UDP)}
        self._held: list[socket.socket] = []

    def __enter__(self) -> Self:
        for address in self.alive:
            for port, says in self.PORTS.items():
                held = socket.create_server((address, port), family=self._family, backlog=64)
                self._run(held, self._serve, says)
            held = socket.socket(self._family, socket.SOCK_DGRAM)
            held.bind((address, self.UDP))
            self._run(held, self._echo, b"</x>;rt=example")
        return self

    def __exit__(self, *_: object) -> None:
        for held in self._held:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()

    def _run(
        self, held: socket.socket, work: Callable[[socket.socket, bytes], None], says: bytes
    ) -> None:
        self._held.append(held)
        threading.Thread(target=work, args=(held, says), daemon=True).start()

    def _serve(self, held: socket.socket, says: bytes) -> None:
        port = held.getsockname()[1]
        with suppress(OSError):
            while True:
                connection, _ = held.accept()
                with connection, suppress(OSError):
                    connection.settimeout(3)
                    if says.startswith(b"HTTP"):
                        self.heard[port].append(connection.recv(4096))
                    connection.sendall(says)
                    self.heard[port].append(connection.recv(4096))

    def _echo(self, held: socket.socket, says: bytes) -> None:
        with suppress(OSError):
            while True:
                octets, sender = held.recvfrom(4096)
                if sender is None:  # the socket was shut
                    return
                self.heard[self.UDP].append(octets)
                held.sendto(says, sender)


def signed_scope(home: Home, devices: Devices, **changes: object) -> Path:
    """A scope of the devices, signed by an authority that the home trusts."""
    now = datetime.now(UTC)
    draft: dict[str, object] = {
        "id": "loopback-round",
        "lab": True,
        "authority": {
            "legal_basis": "Agreement of the laboratory",
            "body": "Example Coordinator",
            "person": "A. Person",
            "contact": "https://survey.example/why",
        },
        "valid": {"start": now - timedelta(days=1), "end": now + timedelta(days=1)},
        "sources": ["127.0.0.1"],
        "prefixes": [devices.prefix],
        "probes": [
            {"probe": "ftp", "ports": [2121]},
            {"probe": "ssh", "ports": [2222]},
            {"probe": "telnet", "ports": [2323]},
            {"probe": "http", "ports": [8080]},
            {"probe": "coap", "ports": [5683]},
        ],
        "caps": dict.fromkeys(("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps"), 400),
        "hours": {"start": "00:00", "end": "24:00", "utc_offset": "+09:00"},
        "retention_days": 90,
    }
    home.create()
    out = home.path / "round.scope.json"
    file = home.path / "round.json"
    file.write_bytes(msgspec.json.encode(draft | changes))
    done = sign(file, out, key_file=home.scope_key_file)
    home.authorities.mkdir(exist_ok=True)
    shutil.copy(done.public_key, home.authorities)
    return out
