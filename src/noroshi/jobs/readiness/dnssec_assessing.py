"""DNSSEC assessing: zones from files and from servers, with the parent's DS where somebody tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.name

from noroshi.readiness.dnssec.analyse.server_reading import read_parent, read_servers
from noroshi.readiness.dnssec.analyse.zone_reading import Progress, read_facts
from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.assess import Assessment, assess
from noroshi.readiness.dnssec.sense.zone_table import zone_table
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.net.dns_server import DnsServer

MOST_NAME = 1_000
_LABEL = re.compile(rb"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Who tells what of a zone.

    Attributes:
        zone_file: Its master file; null to ask servers.
        servers: Its servers.
        resolver: Finds the parent's DS and shows the whole chain.
        anchor: File of trust anchors; null for the root's own.
        ds: File with the parent's DS, in place of a resolver.
        names: Names of the zone whose addresses its servers are asked for.
    """

    zone_file: Path | None = None
    servers: Sequence[str] = ()
    resolver: str | None = None
    anchor: Path | None = None
    ds: Path | None = None
    names: Sequence[str] = ()

    def __post_init__(self) -> None:
        if bool(self.zone_file) + bool(self.servers) + bool(self.resolver) == 0:
            raise ConfigError("give --zone-file FILE, --server ADDRESS or --resolver ADDRESS")
        if self.zone_file and self.servers:
            raise ConfigError("give either --zone-file FILE or --server ADDRESS")


def assess_zones(
    zones: Sequence[str], ways: Ways, *, now: int, progress: Progress = lambda _done: None
) -> Iterator[Assessment]:
    """How each zone stands, in order.

    Args:
        zones: Names in any spelling.
        ways: Who tells.
        now: Seconds since 1970; validity is judged by it.
        progress: Told the number of names of a file that are done.
    """
    if ways.zone_file and len(zones) != 1:
        raise ConfigError("a zone file is one zone: name it alone")
    for name in map(zone_name, zones):
        yield assess(facts_of(name, ways, now=now, progress=progress))


def facts_of(
    zone: dns.name.Name, ways: Ways, *, now: int, progress: Progress = lambda _done: None
) -> Facts:
    """What is seen of a zone."""
    ds, ds_ttl_s, verdict = None, 0, None
    if ways.resolver:
        resolver = DnsServer.at(ways.resolver)
        ds, ds_ttl_s, verdict = read_parent(zone, resolver, read_anchors(ways.anchor), now=now)
    if ways.ds:
        ds = read_anchors(ways.ds).get(zone, ())
    if ways.zone_file:
        with zone_table(ways.zone_file, zone) as table:
            facts = read_facts(table, now=now, progress=progress)
        facts.ds = ds
    else:
        servers = [DnsServer.at(place, recursion=False) for place in ways.servers]
        names = [name for name in map(zone_name, ways.names) if name.is_subdomain(zone)]
        asked = servers or [DnsServer.at(str(ways.resolver))]
        facts = read_servers(zone, asked, ds=ds, now=now, names=names)
        if not servers:
            facts.servers = []  # what a resolver shows is no server of the zone
    facts.ds_ttl_s, facts.verdict = ds_ttl_s, verdict
    return facts


def zone_name(text: str) -> dns.name.Name:
    """A zone's name; `.` is the root.

    Raises:
        InputError: It is no name of the DNS.
    """
    text = text.strip()
    try:
        found = dns.name.from_text(text[:MOST_NAME])
    except (dns.exception.DNSException, UnicodeError, ValueError) as error:
        raise InputError(f"{text[:80]!r} is no name of the DNS ({error})") from error
    if not text or not all(_LABEL.fullmatch(label) for label in found.labels):
        raise InputError(f"{text[:80]!r} is no name of a zone")
    return found
