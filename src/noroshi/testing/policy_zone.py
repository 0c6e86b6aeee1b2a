"""Policy zone: a real Knot as its primary and a real BIND that blocks by it, on loopback.

Each runs in a folder of its own and may be stopped and started again there.
"""

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode

from noroshi.spine.model import NoroshiError
from noroshi.spine.net.tsig_key import TsigKey
from noroshi.spine.net.zone_server import Primary, ZoneServer
from noroshi.testing.daemons import running

ZONE = "rpz.example"
READER = TsigKey(name="isp-a", secret=b"r" * 32)
"""Key of the resolver; it may transfer and nothing else."""

KNOT = """\
server:
    listen: 127.0.0.1@{port}
    rundir: {folder}
database:
    storage: {folder}
    journal-db-max-size: 200M
log:
  - target: stderr
    any: info
{feeder}{reader}
remote:
  - id: isp-a
    address: 127.0.0.1@{resolver}
acl:
  - id: feed
    key: {name}
    action: [query, update, transfer]
  - id: readers
    key: isp-a
    action: transfer
zone:
  - domain: {zone}
    file: {folder}/{zone}.zone
    zonefile-sync: 1h
    journal-max-usage: 150M
    notify: isp-a
    acl: [feed, readers]
"""

EMPTY = """\
@ 300 SOA localhost. hostmaster.localhost. 1 60 30 604800 300
@ 300 NS localhost.
"""

NAMED = """\
options {{ directory "{folder}"; pid-file "{folder}/named.pid"; session-keyfile "{folder}/key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  allow-query {{ 127.0.0.1; }}; dnssec-validation no; empty-zones-enable no;
  response-policy {{ zone "{zone}" min-update-interval 0; }}
    qname-wait-recurse no break-dnssec yes; }};
controls {{ }};
key "isp-a" {{ algorithm hmac-sha256; secret "{secret}"; }};
zone "{zone}" {{ type secondary; file "policy.zone";
  primaries {{ 127.0.0.1 port {primary} key isp-a; }}; allow-notify {{ 127.0.0.1; }}; }};
zone "test" {{ type primary; file "test.zone"; }};
"""

TESTED = """\
$TTL 60
@ SOA localhost. hostmaster.localhost. 1 60 30 604800 60
@ NS localhost.
* A 203.0.113.1
listed-address A 192.0.2.1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """A primary.

    Attributes:
        program: Path of knotd.
        folder: Where it runs.
        port: Where it answers.
        resolver: Port of the resolver that it notifies.
        key: Of whoever feeds the zone.
    """

    program: str
    folder: Path
    port: int
    resolver: int
    key: TsigKey

    def prepare(self, zone: str = EMPTY) -> None:
        """Write its configuration and the zone that it begins with."""
        self.folder.mkdir(exist_ok=True)
        reader = str(READER).removeprefix("key:\n")
        text = KNOT.format(
            port=self.port, folder=self.folder, feeder=self.key, reader=reader,
            resolver=self.resolver, name=self.key.name, zone=ZONE,
        )  # fmt: skip
        (self.folder / "knot.conf").write_text(text)
        (self.folder / f"{ZONE}.zone").write_text(zone)

    @property
    def server(self) -> ZoneServer:
        """Its zone."""
        return ZoneServer(
            Primary(address="127.0.0.1", port=self.port, zone=ZONE, key=self.key, ttl_s=300)
        )

    @property
    def told(self) -> str:
        """Its log."""
        return (self.folder / "daemon.log").read_text()

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """It, from when it serves the zone."""
        command = [self.program, "-c", str(self.folder / "knot.conf")]
        with running(command, self.folder, self._ready) as daemon:
            yield daemon

    def _ready(self) -> bool:
        try:
            return self.server.start().serial > 0
        except NoroshiError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """A resolver.

    Attributes:
        program: Path of named.
        folder: Where it runs.
        port: Where it answers.
        primary: Port of the zone's primary.
    """

    program: str
    folder: Path
    port: int
    primary: int

    def prepare(self) -> None:
        """Write its configuration, and a zone `test` in which every name has an address."""
        self.folder.mkdir(exist_ok=True)
        secret = b64encode(READER.secret).decode()
        text = NAMED.format(
            folder=self.folder, port=self.port, primary=self.primary, secret=secret, zone=ZONE
        )
        (self.folder / "named.conf").write_text(text)
        (self.folder / "test.zone").write_text(TESTED)

    @property
    def told(self) -> str:
        """Its log."""
        return (self.folder / "daemon.log").read_text()

    def blocks(self, name: str) -> bool:
        """Whether a name is answered as if it did not exist."""
        query = dns.message.make_query(name, "A")
        answer = dns.query.udp(query, "127.0.0.1", port=self.port, timeout=5)
        return answer.rcode() == dns.rcode.NXDOMAIN

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """It, from when it answers."""
        command = [self.program, "-g", "-n", "1", "-c", str(self.folder / "named.conf")]
        with running(command, self.folder, self._ready) as daemon:
            yield daemon

    def _ready(self) -> bool:
        try:
            return not self.blocks("ready.test")
        except (OSError, dns.exception.DNSException):
            return False
