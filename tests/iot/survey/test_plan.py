"""Plan: chunks cover a round once, whatever the shards."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.plan import Plan, Shard, chunks_of, make_plan, order_of, parse_plan
from noroshi.spine.model import InputError


@given(targets=st.integers(1, 10_000), chunk=st.integers(1, 3000), of=st.integers(1, 9))
def test_shards_cover_every_position_once(targets, chunk, of):
    plan = Plan(scope="d", round="1", chunk=chunk, targets=targets)
    ranges = [r for n in range(1, of + 1) for r in chunks_of(plan, Shard(number=n, of=of))]
    assert ranges[0][0] == 0
    assert ranges[-1][1] == targets
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ranges))


def test_a_plan_survives_its_file(lab_scope):
    plan = make_plan(lab_scope(), "1")
    assert parse_plan(msgspec.json.encode(plan)) == plan
    assert order_of(plan).size == plan.targets == 384 * 5


@given(st.binary(max_size=100))
def test_any_octets_are_a_plan_or_refused(octets):
    with pytest.raises(InputError):
        parse_plan(octets)


def test_sizes_out_of_range_are_refused():
    wrong = Plan(scope="d", round="1", chunk=1 << 40, targets=1)
    with pytest.raises(InputError, match="out of range"):
        parse_plan(msgspec.json.encode(wrong))
