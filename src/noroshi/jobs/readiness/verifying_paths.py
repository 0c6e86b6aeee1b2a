"""Verifying: the AS paths of one file against the ASPAs of another, and the ASPA that one's own AS needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from noroshi.readiness.rpki import Routes
from noroshi.readiness.rpki.analyse.ramps import Outcome, Ramps, Relation, verify
from noroshi.readiness.rpki.analyse.upstreams import Upstream, upstreams
from noroshi.readiness.rpki.aspas import AspaTable
from noroshi.readiness.rpki.judge.path_reason import WORDS, path_reason
from noroshi.readiness.rpki.paths import Paths
from noroshi.readiness.rpki.relations import downstream_of, relation_of
from noroshi.readiness.rpki.sense.aspa_file import Aspas, read_aspas
from noroshi.readiness.rpki.sense.relation_file import read_relations
from noroshi.readiness.rpki.sense.route_file import read_paths
from noroshi.spine.model import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification came to.

    Attributes:
        routes: Row by row with the paths.
        paths: Their paths.
        ramps: What is said of each.
        aspas: Those that were used.
        relations: Of the neighbours that are known.
        otherwise: Of the others.
        refused: Records left out of both files.
    """

    routes: Routes
    paths: Paths
    ramps: Ramps
    aspas: Aspas
    relations: Mapping[int, Relation]
    otherwise: Relation
    refused: int

    def counts(self) -> dict[str, int]:
        """Routes in each state."""
        return {WORDS[one]: int((self.ramps.state == one).sum()) for one in Outcome}

    def rows(self) -> Iterator[dict[str, object]]:
        """Every route in the order of the file, with the reason."""
        nearest = self.paths.nearest.tolist()
        for row, state in enumerate(self.ramps.state.tolist()):
            relation = relation_of(nearest[row], self.relations, self.otherwise)
            reason = path_reason(self.paths, self.ramps, row, relation, self.aspas)
            yield {
                "prefix": self.routes.prefix_text[row].as_py(),
                "path": self.paths.text[row].as_py(),
                "from": relation.value,
                "state": WORDS[Outcome(state)],
                "reason": reason.as_dict(),
            }


def verify_file(
    aspas_at: Path, routes_at: Path, *, relations_at: Path | None, otherwise: Relation
) -> Verified:
    """Verify every path of a file.

    Args:
        aspas_at: JSON of rpki-client or Routinator.
        routes_at: MRT, BIRD's and FRR's answers, GoBGP's JSON, or CSV with a path.
        relations_at: What neighbours are; null where nothing is said.
        otherwise: What the others are.

    Raises:
        InputError: A file gives nothing to work with.
    """
    aspas, refused = read_aspas(aspas_at)
    relations = read_relations(relations_at) if relations_at else {}
    routes, paths = read_paths(routes_at)
    downstream = downstream_of(paths, relations, otherwise)
    return Verified(
        routes=routes,
        paths=paths,
        ramps=verify(paths, AspaTable.of(aspas), downstream),
        aspas=aspas,
        relations=relations,
        otherwise=otherwise,
        refused=refused + sum(routes.refused.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AspaPlan:
    """The ASPA that the own AS needs.

    Attributes:
        own: The own AS.
        seen: Its neighbours.
        in_force: Providers that its ASPA names now; empty without one.
        harmed: Paths that it would turn invalid, as written.
    """

    own: int
    seen: tuple[Upstream, ...]
    in_force: tuple[int, ...]
    harmed: tuple[str, ...]

    @property
    def providers(self) -> tuple[int, ...]:
        """What the ASPA is to name; AS 0 where the own AS has no provider at all."""
        return tuple(sorted(one.asn for one in self.seen if one.is_provider)) or (0,)

    def rows(self) -> Iterator[dict[str, object]]:
        """The ASPA, its neighbours, then what it would harm."""
        providers = list(self.providers)
        yield {
            "kind": "aspa",
            "customer": self.own,
            "providers": providers,
            "in_force": list(self.in_force),
        }
        for one in self.seen:
            said = one.relation.value if one.relation else None
            counts = {"paths": one.paths, "onward": one.onward}
            yield {
                "kind": "neighbour",
                "asn": one.asn,
                **counts,
                "relation": said,
                "provider": one.is_provider,
            }
        for path in self.harmed:
            yield {"kind": "harmed", "path": path}


def plan_aspa(
    routes_at: Path, own: int, *, aspas_at: Path | None, relations_at: Path | None
) -> AspaPlan:
    """The ASPA of an AS from the paths of a file, and which of those paths it would turn invalid.

    Raises:
        InputError: A file gives nothing to work with, or no path holds the AS.
    """
    aspas = read_aspas(aspas_at)[0] if aspas_at else {}
    relations = read_relations(relations_at) if relations_at else {}
    _, paths = read_paths(routes_at)
    seen = tuple(upstreams(paths, own, relations))
    if not any(one.paths for one in seen):
        raise InputError(
            f"no path of {routes_at.name} leads through another AS to AS{own}; give the paths of a route collector"
        )
    made = AspaPlan(own=own, seen=seen, in_force=aspas.get(own, ()), harmed=())
    everywhere = np.ones(len(paths), np.bool_)
    before = verify(paths, AspaTable.of(aspas), everywhere).state
    after = verify(paths, AspaTable.of({**aspas, own: made.providers}), everywhere).state
    turned = np.flatnonzero((after == Outcome.INVALID) & (before != Outcome.INVALID))
    texts = dict.fromkeys(str(paths.text[row].as_py()) for row in turned.tolist())
    return AspaPlan(own=own, seen=seen, in_force=made.in_force, harmed=tuple(texts))
