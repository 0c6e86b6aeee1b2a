"""Signed servers: a real Knot that serves a signed world, and a real Unbound that validates it."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype

from noroshi.spine.net.dns_server import DnsServer
from noroshi.testing.daemons import program, running
from noroshi.testing.signed_world import World

KNOT = """\
server:
    listen: {listen}
    rundir: {folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: {folder}
    journal-db-max-size: 16M
    kasp-db-max-size: 16M
    timer-db-max-size: 16M
log:
  - target: stderr
    any: warning
template:
  - id: default
    semantic-checks: off
    journal-content: none
    zonefile-load: whole
zone:
{zones}
"""

UNBOUND = """\
server:
    chroot: ""
    directory: "{folder}"
    username: ""
    pidfile: "{folder}/pid"
    interface: 127.0.0.1
    port: {port}
    num-threads: 1
    do-ip6: no
    do-daemonize: no
    use-syslog: no
    do-not-query-localhost: no
    local-zone: "test." nodefault
    ede: yes
    trust-anchor-file: "{anchor}"
remote-control:
    control-enable: no
{stubs}"""


@contextmanager
def serving(
    world: World,
    folder: Path,
    *,
    listen: tuple[str, int],
    zones: Iterable[str],
    inside: Sequence[str] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """Knot with some zones of a world, from when it has loaded the first.

    Args:
        world: The zones' files.
        folder: Where it runs.
        listen: Address and port.
        zones: What it serves.
        inside: Words before its command, as for a network namespace.
    """
    folder.mkdir(parents=True, exist_ok=True)
    zones = list(zones)
    lines = "".join(f"  - domain: {zone}\n    file: {world.file(zone)}\n" for zone in zones)
    text = KNOT.format(listen="{}@{}".format(*listen), folder=folder, zones=lines)
    settings = folder / "knot.conf"
    settings.write_text(text)
    knotd, knotc = program("knotd"), program("knotc")
    assert knotd is not None
    assert knotc is not None

    def ready() -> bool:
        asked = [knotc, "-c", str(settings), "zone-read", zones[-1], "@", "SOA"]
        return not subprocess.run(asked, capture_output=True, check=False).returncode  # noqa: S603

    with running([*inside, knotd, "-c", str(settings)], folder, ready) as daemon:
        yield daemon


@contextmanager
def island(addresses: Iterable[str]) -> Iterator[list[str]]:
    """A network namespace with nothing but addresses of its own; gives the words that run a command there.

    Raises:
        CalledProcessError: The kernel does not allow it.
    """
    name = f"noroshi-island-{os.getpid()}"
    _ip("netns", "add", name)
    try:
        _ip("-n", name, "link", "set", "lo", "up")
        for address in addresses:
            _ip("-n", name, "addr", "add", f"{address}/32", "dev", "lo")
        yield ["ip", "netns", "exec", name]
    finally:
        _ip("netns", "del", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)  # noqa: S603, S607  # fixed words


@contextmanager
def validating(
    world: World, folder: Path, *, port: int, primary: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Unbound on loopback, which asks the Knot at a port for every zone, from when it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    stubs = "".join(
        f'stub-zone:\n    name: "{zone}"\n    stub-addr: 127.0.0.1@{primary}\n'
        for zone in world.zones
    )
    text = UNBOUND.format(folder=folder, port=port, anchor=world.anchor, stubs=stubs)
    (folder / "unbound.conf").write_text(text)
    server = DnsServer(address="127.0.0.1", port=port, timeout_s=0.5)
    unbound = program("unbound")
    assert unbound is not None

    def ready() -> bool:
        return server.ask(dns.name.root, dns.rdatatype.SOA) is not None

    with running([unbound, "-d", "-c", str(folder / "unbound.conf")], folder, ready) as daemon:
        yield daemon


def state_by(port: int, name: dns.name.Name) -> tuple[str, int | None]:
    """What the resolver at a port of loopback says of an address: a state, and its extended error."""
    query = dns.message.make_query(name, "A", want_dnssec=True)
    answer, _ = dns.query.udp_with_fallback(query, "127.0.0.1", port=port, timeout=10)
    codes = [int(option.code) for option in answer.options if option.otype == 15]
    ede = codes[0] if codes else None
    if answer.rcode() == dns.rcode.SERVFAIL:
        return "bogus", ede
    return ("secure" if answer.flags & dns.flags.AD else "insecure"), ede
