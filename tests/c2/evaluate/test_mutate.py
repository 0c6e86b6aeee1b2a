"""The mutator changes the C&C channels alone, and as it was told."""

from datetime import timedelta

import numpy as np
import pytest

from noroshi.c2.evaluate.mutate import MUTATIONS, Mutation, mutate
from noroshi.c2.evaluate.thin import COLUMNS
from noroshi.spine.model import Window
from noroshi.testing.flows import MONDAY, flow, flow_table

C2 = "192.0.2.1"
DAY = Window(MONDAY, MONDAY + timedelta(days=1))


@pytest.fixture(scope="module")
def day():
    beats = [flow("100.64.0.1:50000", f"{C2}:8080/tcp", at_s=60 * n) for n in range(600)]
    rare = [flow("100.64.0.2:50000", f"{C2}:8080/tcp", at_s=9000 * n) for n in range(3)]
    rest = [flow("100.64.0.3:50000", "198.51.100.1:443/tcp", at_s=90 * n) for n in range(400)]
    return flow_table([*beats, *rare, *rest]).select(list(COLUMNS))


def changed(day, **what):
    mutation = Mutation(name="test", **what)
    return mutate(day, {C2}, mutation, DAY, np.random.default_rng(1))


def starts_of(flows, client):
    rows = [r for r in flows.to_pylist() if r["sourceAddressLo"] & 0xFF == client]
    return np.sort([r["flowStartMilliseconds"].timestamp() for r in rows])


def test_no_change_keeps_every_flow(day):
    same = changed(day)
    key = [("flowStartMilliseconds", "ascending"), ("sourceAddressLo", "ascending")]
    assert same.sort_by(key).equals(day.sort_by(key))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_ordinary_flows_and_the_truth_stay(day, mutation):
    after = mutate(day, {C2}, mutation, DAY, np.random.default_rng(1))
    assert after.schema == day.schema
    assert len(starts_of(after, 3)) == 400 * mutation.days
    assert starts_of(after, 3)[:400].tolist() == starts_of(day, 3).tolist()
    ends = {(r["sourceAddressLo"], r["destinationAddressLo"]) for r in after.to_pylist()}
    assert ends == {(r["sourceAddressLo"], r["destinationAddressLo"]) for r in day.to_pylist()}


@pytest.mark.parametrize("jitter", [0.1, 0.5])
def test_jitter_spreads_the_gaps_within_its_bounds(day, jitter):
    gaps = np.diff(starts_of(changed(day, jitter=jitter), 1))
    assert gaps.min() >= 60 * (1 - jitter) - 0.002
    assert gaps.max() <= 60 * (1 + jitter) + 0.002
    assert gaps.mean() == pytest.approx(60, rel=0.05)
    assert gaps.std() == pytest.approx(60 * jitter / np.sqrt(3), rel=0.15)


@pytest.mark.parametrize("sleep_s", [10, 600, 3600])
def test_sleep_sets_the_median_gap_and_fills_the_window(day, sleep_s):
    starts = starts_of(changed(day, sleep_s=sleep_s), 1)
    assert np.median(np.diff(starts)) == pytest.approx(sleep_s)
    assert len(starts) == pytest.approx(86_400 / sleep_s, abs=2)


def test_seven_days_hold_seven_times_as_many_hourly_contacts(day):
    after = changed(day, sleep_s=3600, days=7)
    assert len(starts_of(after, 1)) == 168


def test_a_channel_without_rhythm_keeps_its_times(day):
    assert len(starts_of(changed(day, sleep_s=600), 2)) == 3


def test_padding_adds_octets_to_both_directions_of_c2_flows(day):
    after = changed(day, padding=512).to_pylist()
    ours = [r for r in after if r["sourceAddressLo"] & 0xFF == 1]
    assert all(400 <= r["octetDeltaCount"] <= 912 for r in ours)
    assert all(600 <= r["reverseOctetDeltaCount"] <= 1112 for r in ours)
    assert len({r["octetDeltaCount"] for r in ours}) > 200
    assert {r["octetDeltaCount"] for r in after if r["sourceAddressLo"] & 0xFF == 3} == {400}


def test_hurried_channels_are_bounded(day):
    assert len(starts_of(changed(day, sleep_s=0.5), 1)) <= 20_001


def test_flows_without_any_c2_server_stay(day):
    assert mutate(day, set(), MUTATIONS[0], DAY, np.random.default_rng(0)).num_rows == day.num_rows


def test_records_of_both_directions_are_one_channel():
    there = [
        flow("100.64.0.1:50000", f"{C2}:80/tcp", at_s=60 * n, answered=None) for n in range(20)
    ]
    back = [flow(f"{C2}:80", "100.64.0.1:50000/tcp", at_s=60 * n, answered=None) for n in range(20)]
    flows = flow_table([*there, *back]).select(list(COLUMNS))
    after = changed(flows, jitter=0.3).to_pylist()
    up = sorted(r["flowStartMilliseconds"] for r in after if r["destinationTransportPort"] == 80)
    assert len(up) == 20
    assert all(
        r["flowEndMilliseconds"] - r["flowStartMilliseconds"] == timedelta(seconds=1) for r in after
    )
