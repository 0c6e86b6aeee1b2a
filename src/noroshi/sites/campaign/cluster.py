"""Cluster: pages joined by traces that only one maker would leave twice; every join says why.

A trace that many unrelated pages share (a popular library, a brand's own icon) joins nothing: it is worth
the less, the more clusters it would melt together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noroshi.sites.campaign.trace import Trace, skeleton_likeness
from noroshi.sites.judge.services import FREE_HOSTING, belongs
from noroshi.spine.model import Text

ALIKE = 0.7
"""Likeness of skeletons from which two pages have the same maker."""
_BANDS, _ROWS = 16, 4
"""64 values in 16 bands of 4: pairs of likeness 0.7 meet in a band with probability 0.99."""
_LEAST_TOKENS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two pages are one campaign: numbers of the pages, the kind of trace, and the trace."""

    one: int
    other: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Pages of one hand: their numbers in order, and the joins that hold them together."""

    pages: tuple[int, ...]
    links: tuple[Link, ...]


KINDS = {
    "id": Text(ja="計測サービスのID", en="id at a measuring service"),
    "resource": Text(ja="部品ファイル", en="part of the page"),
    "icon": Text(ja="アイコン", en="icon"),
    "endpoint": Text(ja="送信先", en="where typed words go"),
    "skeleton": Text(ja="ページの骨格", en="skeleton of the page"),
    "certificate": Text(ja="証明書の名前", en="name on the certificate"),
    "domain": Text(ja="登録ドメイン", en="registered domain"),
}


def campaigns_of(
    traces: Sequence[Trace], *, foreign_icons: frozenset[int] = frozenset()
) -> list[Campaign]:
    """Campaigns, the largest first; a page alone is one of its own.

    Args:
        traces: Of malicious pages, in any order.
        foreign_icons: Icons that are brands' own and join nothing.
    """
    union = _Union(len(traces))
    links = [link for link in _links(traces, foreign_icons) if union.join(link.one, link.other)]
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(traces)):
        groups[union.root(number)].append(number)
    by_root: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_root[union.root(link.one)].append(link)
    made = [
        Campaign(pages=tuple(pages), links=tuple(by_root[root])) for root, pages in groups.items()
    ]
    return sorted(made, key=lambda campaign: (-len(campaign.pages), campaign.pages))


def like(trace: Trace, others: Sequence[Trace]) -> list[tuple[int, float]]:
    """More like this: numbers of the others with a likeness above 0, highest first."""
    scored = [(number, likeness(trace, other)) for number, other in enumerate(others)]
    return sorted((one for one in scored if one[1] > 0), key=lambda one: (-one[1], one[0]))


def likeness(one: Trace, other: Trace) -> float:
    """0 to 1: the strongest trace in common, and a little for each further one."""
    parts = [
        0.95 * bool(one.ids & other.ids),
        0.9 * bool(one.endpoint and one.endpoint == other.endpoint),
        0.85 * bool(one.resources & other.resources),
        0.8 * bool(one.icon and one.icon == other.icon),
        0.9 * max(0.0, skeleton_likeness(one.skeleton, other.skeleton) - 0.4) / 0.6,
        0.6 * bool(one.names & other.names),
        0.3 * bool(one.template and one.template == other.template),
    ]
    best = max(parts)
    return min(1.0, best + 0.03 * (sum(part > 0 for part in parts) - 1)) if best else 0.0


def pairwise_f1(found: Iterable[Sequence[int]], truth: Sequence[str]) -> float:
    """Harmonic mean of precision and recall over pairs of pages; 1 where neither has a pair."""
    groups = [list(group) for group in found]
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    right = 0
    for group in groups:
        right += sum(truth[a] == truth[b] for at, a in enumerate(group) for b in group[at + 1 :])
    sizes = [list(truth).count(name) for name in set(truth)]
    wanted = sum(size * (size - 1) // 2 for size in sizes)
    return 2 * right / (pairs + wanted) if pairs + wanted else 1.0


def _links(traces: Sequence[Trace], foreign_icons: frozenset[int]) -> Iterable[Link]:
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, trace in enumerate(traces):
        for kind, value in _values(trace, foreign_icons):
            shared[(kind, value)].append(number)
    for (kind, value), pages in shared.items():
        for other in pages[1:]:
            yield Link(one=pages[0], other=other, kind=kind, value=value)
    yield from _alike(traces)


def _values(trace: Trace, foreign_icons: frozenset[int]) -> Iterable[tuple[str, str]]:
    yield from (("id", one) for one in sorted(trace.ids))
    yield from (("resource", one) for one in sorted(trace.resources))
    yield from (("certificate", one) for one in sorted(trace.names))
    if trace.icon and trace.icon not in foreign_icons:
        yield "icon", str(trace.icon)
    if trace.endpoint:
        yield "endpoint", trace.endpoint
    if trace.domain and not belongs(trace.domain, FREE_HOSTING):
        yield "domain", trace.domain


def _alike(traces: Sequence[Trace]) -> Iterable[Link]:
    """Pairs that meet in a band and are alike on the whole."""
    bands: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for number, trace in enumerate(traces):
        if trace.tokens < _LEAST_TOKENS:
            continue
        for band in range(_BANDS):
            key = (band, trace.skeleton[band * _ROWS : (band + 1) * _ROWS])
            for other in bands[key][-8:]:
                alike = skeleton_likeness(trace.skeleton, traces[other].skeleton)
                if alike >= ALIKE:
                    yield Link(one=other, other=number, kind="skeleton", value=f"{alike:.2f}")
            bands[key].append(number)


class _Union:
    """Disjoint sets (Tarjan 1975)."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def root(self, one: int) -> int:
        while self._up[one] != one:
            self._up[one] = self._up[self._up[one]]
            one = self._up[one]
        return one

    def join(self, one: int, other: int) -> bool:
        """Join two sets; false where they were one already."""
        a, b = self.root(one), self.root(other)
        self._up[max(a, b)] = min(a, b)
        return a != b
