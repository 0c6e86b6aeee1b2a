"""Job: judged pages joined into campaigns, by the traces that their makers left."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from noroshi.sites.campaign import campaigns_of, like
from noroshi.sites.campaign.cluster import KINDS
from noroshi.sites.campaign.trace import Trace, read_trace
from noroshi.spine.model import InputError, Text
from noroshi.spine.store import Database
from noroshi.spine.store.site_traces import KeptTrace, SiteTraces

MOST = 2_000
"""Newest pages that are joined; more would keep a reader of the page waiting."""

MOST_ALIKE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A trace that pages of a campaign have in common, and how many joins rest on its kind."""

    kind: str
    name: Text
    value: str
    joins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCampaign:
    """Pages of one hand.

    Attributes:
        id: Of its page that was reported first; stays while the campaign grows.
        pages: The newest last.
        shared: What holds them together, the kind with most joins first.
    """

    id: str
    pages: tuple[KeptTrace, ...]
    shared: tuple[Shared, ...]

    @property
    def brands(self) -> list[tuple[str, int]]:
        """Names that its pages bear, most first."""
        return Counter(page.brand for page in self.pages if page.brand).most_common()

    @property
    def hosts(self) -> list[str]:
        """Hosts of its pages, each once."""
        return sorted({page.host for page in self.pages})

    @property
    def first_at(self) -> datetime:
        """When its first page was reported."""
        return min(page.first_at for page in self.pages)

    @property
    def last_at(self) -> datetime:
        """When one of its pages was seen last."""
        return max(page.seen_at for page in self.pages)


@dataclass(frozen=True, slots=True)
class CampaignMap:
    """All campaigns of an installation as they are now."""

    campaigns: tuple[KnownCampaign, ...]
    traces: dict[str, Trace]
    pages: dict[str, KeptTrace]

    def of(self, url_id: str) -> KnownCampaign | None:
        """The campaign of a page; null where it has none."""
        for one in self.campaigns:
            if any(page.url_id == url_id for page in one.pages):
                return one
        return None

    def alike(self, url_id: str) -> list[tuple[KeptTrace, float]]:
        """More like this: other pages with their likeness, the most alike first."""
        own = self.traces.get(url_id)
        if own is None:
            return []
        names = [name for name in self.traces if name != url_id]
        found = like(own, [self.traces[name] for name in names])
        return [(self.pages[names[at]], score) for at, score in found[:MOST_ALIKE]]


_kept: WeakKeyDictionary[Database, tuple[object, CampaignMap]] = WeakKeyDictionary()
_lock = Lock()


def campaign_map(database: Database, *, limit: int = MOST) -> CampaignMap:
    """Campaigns of the newest pages that are dangerous or suspicious; joined anew when one changes."""
    traces = SiteTraces(database)
    state = (traces.state(), limit)
    with _lock:
        known = _kept.get(database)
        if known is None or known[0] != state:
            known = (state, _joined(traces.newest(limit=limit)))
            _kept[database] = known
        return known[1]


def _joined(kept: Sequence[KeptTrace]) -> CampaignMap:
    readable = list(_readable(kept))
    found = campaigns_of([trace for _, trace in readable])
    made = []
    for one in found:
        if len(one.pages) > 1:
            pages = sorted((readable[at][0] for at in one.pages), key=lambda page: page.first_at)
            joins = Counter(link.kind for link in one.links)
            values = {link.kind: link.value for link in reversed(one.links)}
            shared = tuple(
                Shared(kind=kind, name=KINDS[kind], value=values[kind], joins=joins[kind])
                for kind, _ in joins.most_common()
            )
            made.append(KnownCampaign(id=pages[0].url_id, pages=tuple(pages), shared=shared))
    return CampaignMap(
        tuple(made),
        {page.url_id: trace for page, trace in readable},
        {page.url_id: page for page, _ in readable},
    )


def _readable(kept: Sequence[KeptTrace]) -> Iterator[tuple[KeptTrace, Trace]]:
    for page in kept:
        try:
            yield page, read_trace(page.trace)
        except InputError:  # of another version; the next visit leaves one of this
            continue
