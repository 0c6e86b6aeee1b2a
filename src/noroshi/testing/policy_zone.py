"""Policy zone: a real Knot as its primary, and a real BIND, Unbound or Knot Resolver that blocks by it.

Each runs on loopback in a folder of its own and may be stopped and started again there.
"""

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

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
    tcp-io-timeout: 10000
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
    {reader_is}
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

UNBOUND = """\
server:
    module-config: "respip validator iterator"
    chroot: ""
    directory: "{folder}"
    username: ""
    pidfile: "{folder}/pid"
    interface: 127.0.0.1
    port: {port}
    do-daemonize: no
    use-syslog: no
    local-zone: "test." transparent
remote-control:
    control-enable: no
auth-zone:
    name: "test"
    for-upstream: yes
    for-downstream: no
    fallback-enabled: no
    zonefile: "{folder}/test.zone"
rpz:
    name: "{zone}"
    primary: 127.0.0.1@{primary}
    allow-notify: 127.0.0.1
    zonefile: "{folder}/policy.zone"
    rpz-log: yes
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

KRESD = """\
net.listen('127.0.0.1', {port}, {{ kind = 'dns' }})
cache.size = 1 * MB
{policy}
policy.add(policy.suffix(policy.ANSWER({{ [kres.type.A] = {{ rdata = kres.str2ip('203.0.113.1'), ttl = 1 }} }}),
    {{ todname('test.') }}))
"""
"""The last rule answers for what the policy lets by, as one that forwards would."""

TESTED = """\
$ORIGIN test.
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
        unsigned: Whether whoever is on loopback may transfer, instead of the reader's key.
    """

    program: str
    folder: Path
    port: int
    resolver: int
    key: TsigKey
    unsigned: bool = False

    def prepare(self, zone: str = EMPTY) -> None:
        """Write its configuration and the zone that it begins with."""
        self.folder.mkdir(exist_ok=True)
        reader = str(READER).removeprefix("key:\n")
        text = KNOT.format(
            port=self.port, folder=self.folder, feeder=self.key, reader=reader,
            resolver=self.resolver, name=self.key.name, zone=ZONE,
            reader_is="address: 127.0.0.1" if self.unsigned else "key: isp-a",
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
class Resolver:
    """A resolver that is a secondary of the zone.

    Attributes:
        program: Path of its daemon.
        folder: Where it runs.
        port: Where it answers.
        primary: Port of the zone's primary.
    """

    template: ClassVar[str]
    options: ClassVar[tuple[str, ...]]

    program: str
    folder: Path
    port: int
    primary: int

    def prepare(self) -> None:
        """Write its configuration, and a zone `test` in which every name has an address."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "test.zone").write_text(TESTED)
        secret = b64encode(READER.secret).decode()
        text = self.template.format(
            folder=self.folder, port=self.port, primary=self.primary, secret=secret, zone=ZONE
        )
        (self.folder / "resolver.conf").write_text(text)

    def answer(self, name: str) -> dns.message.Message:
        """What it says of a name's address."""
        query = dns.message.make_query(name, "A")
        return dns.query.udp(query, "127.0.0.1", port=self.port, timeout=5)

    def blocks(self, name: str) -> bool:
        """Whether a name is answered as if it did not exist."""
        return self.answer(name).rcode() == dns.rcode.NXDOMAIN

    @property
    def told(self) -> str:
        """Its log."""
        return (self.folder / "daemon.log").read_text()

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """It, from when it answers."""
        command = [self.program, *self.options, "-c", str(self.folder / "resolver.conf")]
        with running(command, self.folder, self._ready) as daemon:
            yield daemon

    def _ready(self) -> bool:
        try:
            return not self.blocks("ready.test")
        except (OSError, dns.exception.DNSException):
            return False


class Bind(Resolver):
    """BIND's named; its transfers are signed."""

    template = NAMED
    options = ("-g", "-n", "1")


class Unbound(Resolver):
    """Unbound, which cannot sign transfers."""

    template = UNBOUND
    options = ("-d",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kresd(Resolver):
    """Knot Resolver, which reads the zone from a file.

    Attributes:
        policy: Its settings for that file.
    """

    template = KRESD
    options = ("-n",)

    policy: str

    def prepare(self) -> None:
        """Write its configuration; a rule answers for `test`."""
        self.folder.mkdir(exist_ok=True)
        text = self.template.format(port=self.port, policy=self.policy)
        (self.folder / "resolver.conf").write_text(text)
