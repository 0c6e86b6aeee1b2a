"""Planning: every wanted route becomes valid or waits, and no route of anyone becomes invalid."""

from ipaddress import ip_network

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki import State, validate
from noroshi.readiness.rpki.analyse.planning import plan_roas
from noroshi.readiness.rpki.vrps import joined_vrps

prefixes = st.tuples(st.sampled_from([0, 64, 128, 192]), st.integers(22, 27)).map(
    lambda pair: str(ip_network((0xC0000200 + pair[0], pair[1]), strict=False))
)
v6 = st.integers(30, 34).map(lambda n: str(ip_network((0x20010DB8 << 96, n), strict=False)))
table = st.lists(
    st.tuples(st.one_of(prefixes, v6), st.integers(1, 3)), min_size=1, max_size=10, unique=True
)


def planned(rpki, rows, vrps, own, unwanted=()):
    routes, in_force = rpki.routes(rows), rpki.vrps(vrps)
    hijacks = np.array([row in unwanted for row in rows], np.bool_)
    wanted = np.isin(routes.origin, own) & ~hijacks
    plan = plan_roas(routes, in_force, wanted=wanted, unwanted=hijacks)
    return routes, in_force, wanted, plan


@settings(max_examples=100, deadline=None)
@given(rows=table, vrps=st.lists(st.tuples(prefixes, st.just(32), st.integers(1, 3)), max_size=3))
def test_no_route_becomes_invalid_and_every_wanted_one_is_valid_or_waits(rpki, rows, vrps):
    routes, in_force, wanted, plan = planned(rpki, rows, vrps, [1])
    published = rpki.vrps([(rows[r][0], rows[r][0].partition("/")[2], 1) for r in plan.roas])
    before, after = (
        validate(routes, in_force).state,
        validate(routes, joined_vrps([in_force, published])).state,
    )
    assert not ((after == State.INVALID) & (before != State.INVALID)).any()
    assert (after == plan.after).all()
    settled = {rows[row] for row in (*plan.roas, *plan.withheld)}
    for row in np.flatnonzero(wanted).tolist():
        assert after[row] == State.VALID or rows[row] in settled
    for victims in plan.withheld.values():
        assert victims


@settings(max_examples=50, deadline=None)
@given(rows=table)
def test_at_every_moment_of_the_roll_out_nothing_is_harmed(rpki, rows):
    routes, in_force, _, plan = planned(rpki, rows, [], [1, 2])
    before = validate(routes, in_force).state
    for count in range(len(plan.roas)):
        part = [rows[row] for row in plan.roas[: count + 1]]
        published = rpki.vrps([(prefix, prefix.partition("/")[2], asn) for prefix, asn in part])
        after = validate(routes, published).state
        harmed = (after == State.INVALID) & (before != State.INVALID)
        # Two origins of one prefix need two ROAs: they are published together.
        alike = {rows[row][0] for row in plan.roas}
        assert all(rows[row][0] in alike for row in np.flatnonzero(harmed).tolist())


def test_a_customer_s_route_inside_withholds_the_roa_until_it_is_wanted(rpki):
    rows = [("192.0.2.0/24", 1), ("192.0.2.128/25", 2)]
    *_, plan = planned(rpki, rows, [], [1])
    assert (plan.roas, plan.withheld) == ((), {0: (1,)})
    *_, plan = planned(rpki, rows, [], [1, 2])
    assert (plan.roas, plan.withheld) == ((1, 0), {})


def test_a_hijack_may_become_invalid(rpki):
    rows = [("192.0.2.0/24", 1), ("192.0.2.0/25", 3)]
    *_, plan = planned(rpki, rows, [], [1], unwanted=[rows[1]])
    assert (plan.roas, plan.after.tolist()) == ((0,), [State.VALID, State.INVALID])


def test_what_is_valid_already_and_doubles_need_no_roa(rpki):
    rows = [("192.0.2.0/24", 1), ("198.51.100.0/24", 1), ("198.51.100.0/24", 1)]
    *_, plan = planned(rpki, rows, [("192.0.2.0/24", 24, 1)], [1])
    assert plan.roas == (1,)
