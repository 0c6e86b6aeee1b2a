"""Suricata's IP reputation: a list of categories and a list of addresses with scores."""

from collections.abc import Iterable, Iterator

from noroshi.relay.share.blocking import chunks
from noroshi.relay.share.renderer import Document, Edition, holds
from noroshi.relay.share.target import network_of
from noroshi.spine.model import Indicator, Subject

CATEGORIES = "categories.txt"
REPUTATION = "reputation.list"

C2, OTHER = 1, 2
"""Numbers of our categories, 1 to 59 in Suricata."""

HIGHEST = 127
"""Best score that Suricata knows; 0 would mean no reputation."""


def as_reputation(indicators: Iterable[Indicator], edition: Edition) -> Iterator[Document]:
    """The categories, then an `address,category,score` line for each address and category."""
    yield Document(
        CATEGORIES,
        chunks(
            [f"{C2},NoroshiC2,Command and control servers", f"{OTHER},NoroshiOther,Other findings"]
        ),
    )
    yield Document(REPUTATION, chunks(_lines(indicators, edition)))


def can_rate(subject: Subject) -> bool:
    """Whether a subject has an address."""
    return network_of(subject) is not None


def _lines(indicators: Iterable[Indicator], edition: Edition) -> Iterator[str]:
    told: set[int] = set()  # 64 bits of each, as in `blocking.held`
    for indicator in indicators:
        network = network_of(indicator.subject) if holds(indicator, edition.at) else None
        if network is None:
            continue
        address = network.address if network.is_host else f"{network.address}/{network.length}"
        place = f"{address},{C2 if indicator.kind == 'c2-server' else OTHER}"
        if (mark := hash(place)) not in told:
            told.add(mark)
            yield f"{place},{max(1, indicator.confidence * HIGHEST // 100)}"
