"""Planning: ROAs for the own routes of a table and of a list of what is announced only at times."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki import WORDS, Routes, State, Vrps, read_routes, read_vrps
from noroshi.readiness.rpki.analyse.planning import Plan, plan_roas
from noroshi.readiness.rpki.routes import parse_routes
from noroshi.readiness.rpki.sense.listed_file import UNWANTED, Listed, read_listed
from noroshi.readiness.rpki.vrps import VrpTexts, parse_vrps
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with what it was made of.

    Attributes:
        plan: What to publish.
        routes: The table, then the listed rows.
        uses: What each row is for; empty for others' routes.
        loose: Own VRPs in force that allow more than their prefix, as texts.
        refused: Records of the files that were left out.
    """

    plan: Plan
    routes: Routes
    uses: tuple[str, ...]
    loose: tuple[str, ...]
    refused: int

    def rows(self) -> Iterator[dict[str, object]]:
        """ROAs in the order of publication, then those that wait, then loose ones."""
        for place, row in enumerate(self.plan.roas, 1):
            length = int(self.routes.prefixes.length[row])
            yield {"kind": "roa", "order": place, **self._route(row), "max_length": length}
        for row, victims in self.plan.withheld.items():
            told = self._route(row)
            yield {
                "kind": "withheld",
                **told,
                "would_harm": [self._route(victim) for victim in victims],
                "text": _withheld(str(told["prefix"]), len(victims)).as_dict(),
            }
        for text in self.loose:
            yield {"kind": "loose", "vrp": text}

    def _route(self, row: int) -> dict[str, object]:
        return {
            "prefix": self.routes.prefixes.text(row),
            "origin": int(self.routes.origin[row]),
            "use": self.uses[row] or "other",
            "after": WORDS[State(self.plan.after[row])],
        }


def plan_files(
    routes_at: Path, *, vrps_at: Path | None, listed_at: Path | None, own: Sequence[int]
) -> Planned:
    """Plan for the routes of some files.

    Args:
        routes_at: The table, with everyone's routes: what is not in it cannot be protected.
        vrps_at: VRPs in force; null for none.
        listed_at: Routes announced only at times, and unwanted ones.
        own: The own ASes.

    Raises:
        InputError: A file gives nothing to work with, or no route is the own ASes'.
    """
    table = read_routes(routes_at)
    listed = read_listed(listed_at) if listed_at else Listed()
    vrps = read_vrps(vrps_at) if vrps_at else _no_vrps()
    routes = parse_routes(
        _with(table.prefix_text, listed.prefixes),
        _with(table.origin_text, listed.origins),
        refused=Counter(),
    )
    mine = np.isin(table.origin, list(own))
    uses = [*np.where(mine, "own", "").tolist(), *listed.uses]
    unwanted = _marked(routes, uses)
    wanted = np.array([use not in {"", UNWANTED} for use in uses], np.bool_) & ~unwanted
    if not wanted.any():
        asns = ", ".join(f"AS{asn}" for asn in own)
        raise InputError(f"no route of {routes_at.name} comes from {asns}; is it the whole table?")
    loose = np.isin(vrps.asn, list(own)) & (vrps.max_length > vrps.prefixes.length)
    return Planned(
        plan=plan_roas(routes, vrps, wanted=wanted, unwanted=unwanted),
        routes=routes,
        uses=tuple(uses),
        loose=tuple(_vrp_text(vrps, row) for row in np.flatnonzero(loose).tolist()),
        refused=sum(table.refused.values()) + sum(vrps.refused.values()) + listed.refused,
    )


def slurm(planned: Planned) -> dict[str, object]:
    """The plan as local exceptions of a validator, to try it before it is published (RFC 8416)."""
    routes = planned.routes
    asserted = [
        {"asn": int(routes.origin[row]), "prefix": routes.prefixes.text(row)}
        for row in planned.plan.roas
    ]
    return {
        "slurmVersion": 1,
        "validationOutputFilters": {"prefixFilters": [], "bgpsecFilters": []},
        "locallyAddedAssertions": {"prefixAssertions": asserted, "bgpsecAssertions": []},
    }


def _marked(routes: Routes, uses: list[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    """Rows that are listed as unwanted, and their like in the table."""
    marked = [(routes.prefixes.text(row), int(routes.origin[row])) for row, use in enumerate(uses) if use == UNWANTED]  # fmt: skip
    found = np.zeros(len(routes), np.bool_)
    if marked:
        known = set(marked)
        rows = np.flatnonzero(np.isin(routes.origin, [origin for _, origin in marked])).tolist()
        for row in rows:
            found[row] = (routes.prefixes.text(row), int(routes.origin[row])) in known
    return found


def _with(column: Array, more: Sequence[str]) -> Array:
    joined: Array = pa.concat_arrays([column.cast(pa.string()), pa.array(more, pa.string())])
    return joined


def _no_vrps() -> Vrps:
    nothing: Array = pa.array([], pa.string())
    texts = VrpTexts(prefix=nothing, asn=nothing, max_length=nothing, expires=nothing)
    return parse_vrps(texts, made_at=None, refused=Counter())


def _vrp_text(vrps: Vrps, row: int) -> str:
    return f"AS{vrps.asn[row]} {vrps.prefixes.text(row)}-{vrps.max_length[row]}"


def _withheld(prefix: str, count: int) -> Text:
    return Text(
        ja=f"{prefix} の ROA は {count:,} 件の経路を invalid にする。その経路の ROA を先に作ってもらうか、一覧に加える。"
        "乗っ取りなら unwanted として一覧に書く。",
        en=f"A ROA for {prefix} would turn {count:,} routes invalid: have ROAs made for them first or list"
        " them; if they are hijacks, list them as unwanted.",
    )
