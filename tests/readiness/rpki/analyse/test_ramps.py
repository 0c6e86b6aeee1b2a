"""Ramps: held against the draft's own algorithm, a path at a time, and against its figures."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.analyse.ramps import Outcome, verify
from noroshi.readiness.rpki.aspas import AspaTable
from noroshi.readiness.rpki.paths import parse_paths


def slow(path, aspas, *, downstream):
    """draft-ietf-sidrops-aspa-verification, sections 5 and 6, word by word; nearest AS first."""
    plain = [asn for at, asn in enumerate(path) if not at or path[at - 1] != asn]
    n = len(plain)
    if not n:
        return Outcome.INVALID
    asn = {place: plain[n - place] for place in range(1, n + 1)}  # AS(1) is the origin

    def hop(customer, provider):
        if customer not in aspas:
            return "no attestation"
        return "provider" if provider in aspas[customer] else "not provider"

    up = [hop(asn[i], asn[i + 1]) for i in range(1, n)]
    down = [hop(asn[j], asn[j - 1]) for j in range(2, n + 1)]

    def least(bad):
        return next((i for i, said in enumerate(up, 1) if said in bad), n)

    def most(bad):
        found = [j for j, said in enumerate(down, 2) if said in bad]
        return n - max(found) + 1 if found else n

    surely, maybe = ("not provider",), ("not provider", "no attestation")
    if downstream:
        if least(surely) + most(surely) < n:
            return Outcome.INVALID
        return Outcome.UNKNOWN if least(maybe) + most(maybe) < n else Outcome.VALID
    if least(surely) < n:
        return Outcome.INVALID
    return Outcome.UNKNOWN if least(maybe) < n else Outcome.VALID


def states(paths, aspas, downstream):
    texts = pa.array([" ".join(map(str, path)) for path in paths], pa.string())
    which = np.full(len(paths), downstream)
    return verify(parse_paths(texts), AspaTable.of(aspas), which).state.tolist()


number = st.integers(1, 6)


@settings(max_examples=300)
@given(
    st.lists(st.lists(number, max_size=7), max_size=6),
    st.dictionaries(number, st.lists(st.integers(0, 6), max_size=3).map(tuple), max_size=6),
    st.booleans(),
)
def test_it_says_what_the_draft_says(paths, aspas, downstream):
    expected = [slow(path, aspas, downstream=downstream) for path in paths]
    assert states(paths, aspas, downstream) == expected


ASPAS = {1: (2,), 2: (3,), 3: (0,), 4: (0,), 5: (4,), 6: (5,)}
"""1 and 6 at the feet, 3 and 4 at the top of two mountains."""


@pytest.mark.parametrize(
    ("path", "downstream", "state"),
    [
        ([3, 2, 1], False, Outcome.VALID),
        ([2, 3, 2, 1], False, Outcome.INVALID),  # 3 has no provider
        ([5, 4, 3, 2, 1], True, Outcome.VALID),  # over the top by a peering
        ([2, 3, 4, 5, 6], True, Outcome.VALID),
        ([3, 2, 1, 5, 4], True, Outcome.INVALID),  # 1 leaks from one provider to another
        ([9, 2, 1], False, Outcome.INVALID),  # 2 does not name 9
        ([3, 9, 1], False, Outcome.INVALID),
        ([1, 9], False, Outcome.UNKNOWN),
        ([3, 9, 8, 4], True, Outcome.INVALID),  # two tops and unknown ones between
        ([1], False, Outcome.VALID),
        ([], True, Outcome.INVALID),
    ],
)
def test_cases_one_can_draw(path, downstream, state):
    assert states([path], ASPAS, downstream) == [state]


def test_sets_and_broken_paths_are_invalid():
    paths = parse_paths(pa.array(["1 {2,3}", "1 x"]))
    assert verify(paths, AspaTable.of({}), np.array([True, True])).state.tolist() == [2, 2]
