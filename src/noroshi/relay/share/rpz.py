"""RPZ: a response policy zone (draft-vixie-dnsop-dns-rpz), as a master file (RFC 1035 section 5).

Names are relative, so the consumer chooses the zone's name. Answers are NXDOMAIN. An address is a
trigger on answers that hold it (`rpz-ip`).
"""

from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from noroshi.relay.share.blocking import chunks, once, said, title, words
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import NAMES, NETWORKS, Network, name_of, network_of
from noroshi.spine.model import Subject, SubjectKind
from noroshi.spine.model.stretch import Subjects

TTL_S = 300
"""Longest time for which a name stays blocked once its entry has left."""

LONGEST_ZONE_NAME = 62
"""Characters a consumer may use for the zone's name."""

LONGEST_OWNER = 253 - len("*.") - LONGEST_ZONE_NAME - len(".")
"""Characters of a name that still fit, with the wildcard and the zone's name (255 octets)."""

NXDOMAIN = "CNAME ."


def as_rpz(pages: Iterable[Subjects], edition: Edition) -> Iterator[bytes]:
    """The zone: SOA, NS, and one or two records for each thing blocked."""
    yield from chunks(
        [
            title(edition, ";"),
            f"$TTL {TTL_S}",
            f"@ SOA localhost. hostmaster.localhost. {edition.serial} 60 30 604800 {TTL_S}",
            "@ NS localhost.",
        ]
    )
    yield from chunks(once(said(pages, _WORDS)))


def say_rpz(subject: Subject) -> str:
    """Records of a subject."""
    return _records(owners(subject))


def _records(told: tuple[str, ...]) -> str:
    return f" {NXDOMAIN}\n".join(told) + f" {NXDOMAIN}" if told else ""


def owners(subject: Subject) -> tuple[str, ...]:
    """Relative owner names of a subject's records; none where the zone has no words for it."""
    name = name_of(subject)
    if name is not None:
        return _owners_of_name(name)
    network = network_of(subject)
    return (trigger(network),) if network else ()


def _owners_of_name(name: str) -> tuple[str, ...]:
    # A name under rpz-ip, rpz-nsdname … would be read as a trigger of that kind.
    usable = len(name) <= LONGEST_OWNER and not name.rpartition(".")[2].startswith("rpz-")
    return (name, f"*.{name}") if usable else ()


def trigger(network: Network) -> str:
    """The owner name that stands for a network: length, then the address backwards."""
    address, length = network
    if ":" not in address:
        first, second, third, fourth = address.split(".")
        return f"{length}.{fourth}.{third}.{second}.{first}.rpz-ip"
    # RFC 5952 shortens the longest run of zeros, and so does this draft, by the label zz.
    before, shortened, after = address.partition("::")
    groups = before.split(":") if before else []
    if shortened:
        groups += ["zz", *(after.split(":") if after else [])]
    return f"{length}.{'.'.join(reversed(groups))}.rpz-ip"


_WORDS = words(NAMES, lambda name: _records(_owners_of_name(name))) | words(
    NETWORKS, lambda network: f"{trigger(network)} {NXDOMAIN}"
)


def subject_at(owner: str) -> Subject | None:
    """The name, address or prefix that a relative owner name stands for; null where it is none.

    Unbound tells of an address as a prefix, so that form is read, too.
    """
    base, _, kind = owner.removeprefix("*.").rpartition(".")
    if kind != "rpz-ip" and "/" not in owner:
        return Subject(SubjectKind.DOMAIN, owner.removeprefix("*."))
    try:
        network = ip_network(owner if "/" in owner else _prefix(base))
    except ValueError:
        return None
    if network.prefixlen == network.max_prefixlen:
        return Subject.ip(str(network.network_address))
    return Subject(SubjectKind.PREFIX, str(network))


def _prefix(base: str) -> str:
    """The prefix of a trigger: its length, then the address backwards, `zz` for a run of zeros."""
    length, *labels = base.split(".")
    labels.reverse()
    if len(labels) == 4 and "zz" not in labels:
        return f"{'.'.join(labels)}/{length}"
    if "zz" not in labels:
        return f"{':'.join(labels)}/{length}"
    place = labels.index("zz")
    return f"{':'.join(labels[:place])}::{':'.join(labels[place + 1 :])}/{length}"
