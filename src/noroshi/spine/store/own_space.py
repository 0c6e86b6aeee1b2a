"""Own space: entries of the shared list that lie inside an operator's own network.

The database narrows by the start of the text, as far as a prefix covers whole groups; what lies
inside is then decided on the addresses themselves.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from sqlalchemy import ColumnElement, or_

from noroshi.spine.model import Edition, InputError, Operator, Subject, SubjectKind
from noroshi.spine.store.choice import Choice
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import EDITIONS, edition_of
from noroshi.spine.store.list_tables import EditionRow

Network = IPv4Network | IPv6Network

MOST_CANDIDATES = 50_000
"""Rows that are looked at, newest first, for one operator."""


class OwnSpace:
    """Entries about the addresses, names and numbers of one operator."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, operator: Operator, choice: Choice, *, limit: int) -> list[Edition]:
        """Entries that hold, by filter, about what the operator runs; the newest first.

        Args:
            operator: Whose network.
            choice: What else narrows.
            limit: Most editions.
        """
        starts = list(_starts(operator))
        if not starts:
            return []
        query = (
            EDITIONS.where(EditionRow.latest.is_(True), *choice.conditions(), or_(*starts))
            .order_by(EditionRow.sequence.desc())
            .limit(MOST_CANDIDATES)
            .execution_options(yield_per=1_000)
        )
        networks = [ip_network(prefix) for prefix in operator.prefixes]
        found: list[Edition] = []
        with self._database.reading() as session:
            for row in session.execute(query):
                edition = edition_of(row)
                if is_own(edition.indicator.subject, operator, networks):
                    found.append(edition)
                if len(found) == limit:
                    break
        return found


def is_own(subject: Subject, operator: Operator, networks: list[Network]) -> bool:
    """Whether a subject is an operator's: inside its prefixes, under its names, or its number."""
    match subject.kind:
        case SubjectKind.ASN:
            return subject.value.upper().removeprefix("AS") in map(str, operator.asns)
        case SubjectKind.DOMAIN:
            return _is_under(subject.value, operator)
        case SubjectKind.URL:
            host = subject.value.partition("://")[2].partition("/")[0].rpartition("@")[2]
            return _is_under(host.partition(":")[0], operator) or _lies_in(host, networks)
        case SubjectKind.PREFIX:
            return _overlaps(subject.value, networks)
        case SubjectKind.ENDPOINT:
            return _lies_in(_address(subject), networks)
        case _:
            return _lies_in(subject.value, networks)


def _address(subject: Subject) -> str:
    try:
        return subject.as_endpoint().address
    except InputError:
        return ""


def _is_under(name: str, operator: Operator) -> bool:
    return any(name == own or name.endswith(f".{own}") for own in operator.domains)


def _lies_in(text: str, networks: list[Network]) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address.version == net.version and address in net for net in networks)


def _overlaps(text: str, networks: list[Network]) -> bool:
    try:
        prefix = ip_network(text, strict=False)
    except ValueError:
        return False
    return any(_share_addresses(prefix, net) for net in networks)


def _share_addresses(one: Network, other: Network) -> bool:
    if isinstance(one, IPv4Network):
        return isinstance(other, IPv4Network) and one.overlaps(other)
    return isinstance(other, IPv6Network) and one.overlaps(other)


def _starts(operator: Operator) -> Iterator[ColumnElement[bool]]:
    """Conditions that every own entry meets, and few others."""
    value = EditionRow.subject_value
    for prefix in operator.prefixes:
        start = _common_text(ip_network(prefix))
        yield value.startswith(start, autoescape=True)
        if ":" in prefix:
            yield value.startswith(f"[{start}", autoescape=True)
    for domain in operator.domains:
        yield value == domain
        yield value.endswith(f".{domain}", autoescape=True)
        yield value.contains(f"{domain}/", autoescape=True)
    for asn in operator.asns:
        yield value.in_([str(asn), f"AS{asn}"])
    if operator.prefixes:
        yield EditionRow.subject_kind.in_([SubjectKind.PREFIX.value])


def _common_text(network: Network) -> str:
    """What the text of every address inside begins with; empty where nothing is common."""
    if isinstance(network, IPv4Network):
        groups = str(network.network_address).split(".")[: min(network.prefixlen // 8, 3)]
        return "".join(f"{group}." for group in groups)
    groups = network.network_address.exploded.split(":")[: min(network.prefixlen // 16, 7)]
    plain = [group.lstrip("0") for group in groups]
    # RFC 5952 writes a run of zero groups as `::`, wherever the longest one is.
    kept = plain[: plain.index("")] if "" in plain else plain
    return "".join(f"{group}:" for group in kept)
