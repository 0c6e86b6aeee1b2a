"""Reason: why a route has its state, in one sentence of both languages."""

from functools import lru_cache

import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki.analyse.cover import Cover
from noroshi.readiness.rpki.analyse.nest import NOTHING
from noroshi.readiness.rpki.analyse.sweep import State, Verdicts
from noroshi.readiness.rpki.prefixes import I64
from noroshi.readiness.rpki.routes import AS_SET, EMPTY, Routes
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import Language, Text

WORDS = {State.NOT_FOUND: "not-found", State.VALID: "valid", State.INVALID: "invalid"}
"""How a state is written."""

NOT_FOUND = Text(ja="この経路を覆う ROA はない。", en="No ROA covers it.")
VALID = Text(
    ja="この経路を覆う ROA が、広告元とプレフィックス長の両方を許している。",
    en="A covering ROA allows both its origin and its length.",
)

SHOWN = 3
"""Permits that a sentence names; the others are counted."""

NOBODY = -1
"""No permit names an AS that may announce."""

_REMEMBERED = 1 << 16


def reasons(routes: Routes, verdicts: Verdicts, language: Language) -> Array:
    """The sentence of each route, in the order of the routes.

    Args:
        routes: What was validated.
        verdicts: What the sweep said of them.
        language: Of the sentences.
    """
    texts = [NOT_FOUND.said(language), VALID.said(language)]
    place = verdicts.state.astype(np.int64)
    rows = np.flatnonzero(verdicts.state == State.INVALID)
    is_v6 = routes.prefixes.is_v6[rows]
    tellers = {
        v6: _Teller(verdicts.covers[v6], verdicts.node[rows[is_v6 == v6]])
        for v6 in set(is_v6.tolist())
    }
    known: dict[tuple[bool, int, int, int], int] = {}
    columns = (
        is_v6,
        verdicts.node[rows],
        routes.origin[rows],
        routes.prefixes.length[rows],
    )
    alike = zip(
        *(column.tolist() for column in columns), verdicts.reach[rows].tolist(), strict=True
    )
    for row, (v6, node, origin, length, reach) in zip(rows.tolist(), alike, strict=True):
        key = v6, node, origin, length
        if key not in known:
            known[key] = len(texts)
            texts.append(tellers[v6].text(node, origin, length, reach).said(language))
        place[row] = known[key]
    return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), pa.array(texts, pa.string()))


class _Teller:
    """Says why a route under a node of one forest is invalid.

    Args:
        cover: The forest.
        nodes: Closest covers of the routes that are asked about.
    """

    def __init__(self, cover: Cover, nodes: I64) -> None:
        self._permits = lru_cache(_REMEMBERED)(self._told_permits)
        asked = _with_ancestors(cover.parent, nodes)
        # Plain numbers of these nodes alone: one look into a column costs more than a whole sentence.
        first, end = cover.first[asked], cover.first[asked + 1]
        named = np.where(cover.permits.asn == 0, NOBODY, cover.permits.max_length)
        longest = np.maximum.reduceat(named, cover.first[:-1])[asked]
        rows = np.minimum(first[:, None] + np.arange(SHOWN), end[:, None] - 1)
        columns = (
            cover.parent[asked], longest, end - first,
            cover.permits.asn[rows], cover.permits.max_length[rows],
        )  # fmt: skip
        self._known = dict(
            zip(
                asked.tolist(),
                zip(
                    *(column.tolist() for column in columns),
                    cover.nodes.take(asked).texts(),
                    strict=True,
                ),
                strict=True,
            )
        )

    def text(self, node: int, origin: int, length: int, reach: int) -> Text:
        """The sentence.

        Args:
            node: The closest cover of the route.
            origin: AS, `AS_SET` or `EMPTY`.
            length: Bits of the route's prefix.
            reach: Longest prefix its origin may announce; -1 where no permit names it.
        """
        permits, longest = self._permits(node)
        if longest == NOBODY:
            return Text(
                ja=f"ROA は誰にも広告を許していない：{permits.ja}。",
                en=f"ROAs allow nobody to announce it: {permits.en}.",
            )
        if origin < 0:
            return _without_origin(origin, permits)
        if reach >= 0:
            return Text(
                ja=f"/{length} は長すぎる：AS{origin} は /{reach} まで許されている。覆う ROA：{permits.ja}。",
                en=f"/{length} is too long: AS{origin} may announce up to /{reach}."
                f" Covering ROAs: {permits.en}.",
            )
        if length > longest:
            return Text(
                ja=f"AS{origin} も /{length} も許されていない。覆う ROA：{permits.ja}。",
                en=f"Neither AS{origin} nor a /{length} is allowed. Covering ROAs: {permits.en}.",
            )
        return Text(
            ja=f"AS{origin} は許されていない。覆う ROA：{permits.ja}。",
            en=f"AS{origin} is not allowed. Covering ROAs: {permits.en}.",
        )

    def _told_permits(self, node: int) -> tuple[Text, int]:
        """The permits over a node, closest first, and the longest length that any of them allows."""
        shown: list[str] = []
        longest, count = NOBODY, 0
        while node != NOTHING:
            node, top, permits, asns, lengths, prefix = self._known[node]
            longest = max(longest, top)
            room = min(permits, SHOWN - len(shown))
            shown += [_permit(asns[place], prefix, lengths[place]) for place in range(room)]
            count += permits
        more = count - len(shown)
        told = Text(
            ja="、".join(shown) + (f" ほか {more:,} 件" if more else ""),
            en=", ".join(shown) + (f" and {more:,} more" if more else ""),
        )
        return told, longest


def _with_ancestors(parent: I64, nodes: I64) -> I64:
    """Each of some nodes once, and all that cover it."""
    found = np.zeros(len(parent), np.bool_)
    while len(nodes):
        found[nodes] = True
        above = parent[nodes]
        nodes = np.unique(above[above >= 0])
        nodes = nodes[~found[nodes]]
    return np.flatnonzero(found)


def _permit(asn: int, prefix: str, most: int) -> str:
    return f"AS{asn} {prefix}" if prefix.endswith(f"/{most}") else f"AS{asn} {prefix}-{most}"


def _without_origin(origin: int, permits: Text) -> Text:
    if origin == AS_SET:
        return Text(
            ja=f"AS パスが AS_SET で終わり、広告元が定まらない。覆う ROA：{permits.ja}。",
            en=f"Its path ends in an AS_SET, so it has no origin. Covering ROAs: {permits.en}.",
        )
    assert origin == EMPTY
    return Text(
        ja="AS パスが空で、広告元は自網である。--own-as で自網の AS 番号を与える。"
        f"覆う ROA：{permits.ja}。",
        en="Its path is empty, so the origin is your own AS: give it with --own-as."
        f" Covering ROAs: {permits.en}.",
    )
