"""Relations: the nearest AS of a path tells whether a provider sent it."""

import pyarrow as pa

from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.paths import parse_paths
from noroshi.readiness.rpki.relations import downstream_of, relation_of


def test_the_nearest_as_decides():
    paths = parse_paths(pa.array(["64501 1", "64502 1", "64503 1", ""]))
    known = {64501: Relation.PROVIDER, 64502: Relation.CUSTOMER}
    assert downstream_of(paths, known).tolist() == [True, False, True, True]
    assert downstream_of(paths, known, Relation.PEER).tolist() == [True, False, False, False]
    assert relation_of(64503, known, Relation.PEER) is Relation.PEER
