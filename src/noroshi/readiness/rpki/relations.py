"""Relations: what each neighbour is: customer, peer or provider."""

from collections.abc import Mapping

import numpy as np

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.paths import Paths
from noroshi.readiness.rpki.prefixes import Mask


def downstream_of(
    paths: Paths, relations: Mapping[int, Relation], otherwise: Relation = Relation.PROVIDER
) -> Mask:
    """Which paths a provider sent: the nearest AS of each tells.

    Args:
        paths: Nearest AS first.
        relations: Of the neighbours that are known.
        otherwise: Of the others. A provider is believed most, so that nothing is called invalid wrongly.
    """
    above = np.array([asn for asn, one in relations.items() if one is Relation.PROVIDER], np.int64)
    if otherwise is Relation.PROVIDER:
        below = [asn for asn, one in relations.items() if one is not Relation.PROVIDER]
        found: Mask = ~np.isin(paths.nearest, below)
        return found
    return np.isin(paths.nearest, above)


def relation_of(
    asn: int, relations: Mapping[int, Relation], otherwise: Relation = Relation.PROVIDER
) -> Relation:
    """What a neighbour is."""
    return relations.get(asn, otherwise)
