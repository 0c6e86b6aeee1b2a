"""Namespace: a network without a way out, in which made devices answer.

Two network namespaces joined by one cable (a veth pair): the asker on one side, on the other a
router behind which every made address lives. Neither has a default route. Needs root and `ip`.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address
from shutil import which

from noroshi.spine.model import ConfigError

ASKER = IPv4Address("10.255.0.1")
ROUTER = IPv4Address("10.255.0.2")
_LENGTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """Two namespaces and their cable.

    Attributes:
        asker: Name of the namespace that asks; `ip netns exec NAME` runs a program there.
        devices: Name of the namespace of the devices.
    """

    asker: str
    devices: str

    def inside(self, name: str, command: Sequence[str]) -> list[str]:
        """A command that runs in one of them."""
        return ["ip", "netns", "exec", name, *command]


def can_make() -> bool:
    """Whether this process may make namespaces here."""
    if os.geteuid() != 0 or which("ip") is None:
        return False
    name = f"noroshi-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)  # noqa: S603, S607  # fixed words
    if made.returncode == 0:
        _ip("netns", "del", name)
    return made.returncode == 0


@contextmanager
def cable(prefixes: Iterable[str], alive: Iterable[IPv4Address]) -> Iterator[Cable]:
    """Both namespaces while the block runs; they are gone afterwards, whatever happened.

    Args:
        prefixes: What the asker finds behind the router; addresses that are not alive swallow
            what is sent to them.
        alive: Addresses at which programs in the devices' namespace may listen.

    Raises:
        ConfigError: The kernel does not allow it; the message says what it said.
    """
    number = os.getpid()
    made = Cable(asker=f"noroshi-ask-{number}", devices=f"noroshi-dev-{number}")
    prefixes = list(prefixes)
    try:
        _ip("netns", "add", made.asker)
        _ip("netns", "add", made.devices)
        _ip("link", "add", "ask0", "netns", made.asker, "type", "veth", "peer", "name", "dev0", "netns", made.devices)  # fmt: skip
        for name, link, address in ((made.asker, "ask0", ASKER), (made.devices, "dev0", ROUTER)):
            _batch(name, [f"addr add {address}/{_LENGTH} dev {link}", f"link set {link} up", "link set lo up"])  # fmt: skip
        _batch(made.asker, [f"route add {prefix} via {ROUTER}" for prefix in prefixes])
        dead = [f"route add blackhole {prefix}" for prefix in prefixes]
        _batch(made.devices, dead + [f"route add local {one}/32 dev lo" for one in alive])
        yield made
    finally:
        for name in (made.asker, made.devices):
            with suppress(ConfigError):
                _ip("netns", "del", name)


def _batch(namespace: str, lines: Sequence[str]) -> None:
    _run(["ip", "-n", namespace, "-batch", "-"], "\n".join(lines) + "\n")


def _ip(*words: str) -> None:
    _run(["ip", *words])


def _run(command: list[str], told: str = "") -> None:
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words and addresses
    if done.returncode:
        raise ConfigError(
            f"a made network cannot be set up ({done.stderr.strip()[:300]}); it needs root and"
            " Linux namespaces; without them, let devices live in 127.0.0.0/8"
        )
