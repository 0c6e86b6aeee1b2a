"""Proofs: what follows from a match stands beside it, and the garbage collector passes it by."""

import gc

from noroshi.iot.analyse.claim import claims_of
from noroshi.iot.analyse.proof import Proof


def test_the_collector_looks_through_no_proof():
    params = {"hw.vendor": "Example", "hw.cpe23": "cpe:/h:example:x"}
    made = Proof(source="x#0", pattern="x", params=params, claims=claims_of(params))
    assert made.claims[0].vendor == "Example"
    assert not gc.is_tracked(made)
    assert not gc.is_tracked(made.claims[0])
