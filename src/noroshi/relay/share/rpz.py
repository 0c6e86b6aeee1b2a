"""RPZ: a response policy zone (draft-vixie-dnsop-dns-rpz), as a master file (RFC 1035 section 5).

Names are relative, so the consumer chooses the zone's name. Answers are NXDOMAIN. An address is a
trigger on answers that hold it (`rpz-ip`).
"""

from collections.abc import Iterable, Iterator

from noroshi.relay.share.blocking import chunks, held, title
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import Network, name_of, network_of
from noroshi.spine.model import Indicator, Subject

TTL_S = 300
"""Longest time for which a name stays blocked once its entry has left."""

LONGEST_ZONE_NAME = 62
"""Characters a consumer may use for the zone's name."""

LONGEST_OWNER = 253 - len("*.") - LONGEST_ZONE_NAME - len(".")
"""Characters of a name that still fit, with the wildcard and the zone's name (255 octets)."""

NXDOMAIN = "CNAME ."


def as_rpz(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """The zone: SOA, NS, and one or two records for each thing blocked."""
    yield from chunks(
        [
            title(edition, ";"),
            f"$TTL {TTL_S}",
            f"@ SOA localhost. hostmaster.localhost. {edition.serial} 60 30 604800 {TTL_S}",
            "@ NS localhost.",
        ]
    )
    yield from chunks(held(indicators, edition, say_rpz))


def say_rpz(subject: Subject) -> str:
    """Records of a subject."""
    return "\n".join(f"{owner} {NXDOMAIN}" for owner in owners(subject))


def owners(subject: Subject) -> tuple[str, ...]:
    """Relative owner names of a subject's records; none where the zone has no words for it."""
    name = name_of(subject)
    if name is not None:
        # A name under rpz-ip, rpz-nsdname … would be read as a trigger of that kind.
        usable = len(name) <= LONGEST_OWNER and not name.rpartition(".")[2].startswith("rpz-")
        return (name, f"*.{name}") if usable else ()
    network = network_of(subject)
    return (trigger(network),) if network else ()


def trigger(network: Network) -> str:
    """The owner name that stands for a network: length, then the address backwards."""
    if network.version == 4:
        return f"{network.length}.{'.'.join(reversed(network.address.split('.')))}.rpz-ip"
    # RFC 5952 shortens the longest run of zeros, and so does this draft, by the label zz.
    before, shortened, after = network.address.partition("::")
    words = before.split(":") if before else []
    if shortened:
        words += ["zz", *(after.split(":") if after else [])]
    return f"{network.length}.{'.'.join(reversed(words))}.rpz-ip"
