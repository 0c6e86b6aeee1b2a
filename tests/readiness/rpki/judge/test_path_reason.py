"""Path reason: each state has its sentence, and an invalid path names both ends of the leak."""

import numpy as np
import pyarrow as pa
import pytest

from noroshi.readiness.rpki.analyse.ramps import Relation, verify
from noroshi.readiness.rpki.aspas import AspaTable
from noroshi.readiness.rpki.judge.path_reason import path_reason
from noroshi.readiness.rpki.paths import parse_paths

ASPAS = {1: (2,), 2: (3,), 5: (4,)}


@pytest.mark.parametrize(
    ("path", "relation", "part"),
    [
        ("3 2 1", "customer", "allow every hop"),
        ("9 3 2 1", "customer", "AS3, among others, has no ASPA"),
        (
            "9 1",
            "customer",
            "The ASPA of AS1 does not name AS9 as a provider; what a customer sends",
        ),
        ("9 1", "peer", "what a peer sends"),
        ("5 9 8 1", "provider", "The ASPA of AS1 does not name AS8, nor that of AS5 AS9"),
        ("1 {2}", "provider", "AS_SET"),
        ("x", "provider", "cannot be read"),
        ("", "provider", "is empty"),
    ],
)
def test_each_state_has_its_sentence(path, relation, part):
    paths = parse_paths(pa.array([path]))
    ramps = verify(paths, AspaTable.of(ASPAS), np.array([relation == "provider"]))
    said = path_reason(paths, ramps, 0, Relation(relation), ASPAS)
    assert part in said.en
    assert said.ja
