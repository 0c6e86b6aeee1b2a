"""Fingerprints: thousands are kept, and the garbage collector passes them by."""

import gc

from noroshi.iot.analyse.fingerprint import Example, Fingerprint


def test_the_collector_looks_through_no_fingerprint():
    example = Example(text="x", values={"hw.product": "x"})
    made = Fingerprint(
        source="x#0", pattern="(x)", fixed={}, captured={"hw.product": 1}, examples=(example,)
    )
    assert not gc.is_tracked(made)
    assert not gc.is_tracked(example)
