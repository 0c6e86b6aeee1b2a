"""Upstreams: who carries the own routes on, seen from the paths of others: the providers that an ASPA must name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.paths import Paths
from noroshi.readiness.rpki.prefixes import I64


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """One neighbour of the own AS.

    Attributes:
        asn: Its AS.
        paths: Paths in which it stands before the own AS.
        onward: ASes to which it was seen to carry own routes.
        relation: What the operator says it is; null where nothing is said.
    """

    asn: int
    paths: int
    onward: int
    relation: Relation | None

    @property
    def is_provider(self) -> bool:
        """Whether the ASPA names it.

        One that carries own routes on and is not said to be something else is a provider: to leave a real
        one out would make own routes invalid, to name one too many only protects less.
        """
        if self.relation is not None:
            return self.relation is Relation.PROVIDER
        return self.onward > 0


def upstreams(paths: Paths, own: int, relations: Mapping[int, Relation]) -> list[Upstream]:
    """The neighbours that were seen before the own AS, those in most paths first.

    Args:
        paths: From route collectors or looking glasses, not only from the own routers.
        own: The own AS.
        relations: What the operator says of its neighbours; providers in it are told even if never seen.
    """
    row = np.repeat(np.arange(len(paths)), paths.hops)
    at = np.flatnonzero(paths.asn == own)
    at = at[at > paths.start[row[at]]]
    neighbour = paths.asn[at - 1]
    has_next = at - 1 > paths.start[row[at]]
    onward = np.where(has_next, paths.asn[np.maximum(at - 2, 0)], -1)
    found = [_upstream(int(asn), neighbour, onward, relations) for asn in np.unique(neighbour)]
    unseen = [
        Upstream(asn=asn, paths=0, onward=0, relation=relation)
        for asn, relation in relations.items()
        if relation is Relation.PROVIDER and asn not in {one.asn for one in found}
    ]
    return sorted([*found, *unseen], key=lambda one: (-one.paths, one.asn))


def _upstream(asn: int, neighbour: I64, onward: I64, relations: Mapping[int, Relation]) -> Upstream:
    which = neighbour == asn
    further = np.unique(onward[which])
    return Upstream(
        asn=asn,
        paths=int(which.sum()),
        onward=int((further >= 0).sum()),
        relation=relations.get(asn),
    )
