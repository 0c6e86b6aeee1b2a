"""Step `rhythm`: what gaps between contacts tell."""

import numpy as np
import pyarrow as pa
import pytest

from noroshi.c2.analyse.plan import PACKAGE
from noroshi.spine.engine import load_step
from noroshi.testing import flow


@pytest.fixture
def rhythm(engine):
    """The rhythm of one channel with contacts at the given seconds."""

    def measure(at_s, up_octets=400):
        count = len(at_s)
        visits = {
            "channel": pa.array(np.zeros(count, np.int64)),
            "start_ms": pa.array(np.round(np.asarray(at_s) * 1000).astype(np.int64)),
            "up_octets": pa.array(np.broadcast_to(up_octets, count).astype(np.int64)),
            "down_octets": pa.array(np.full(count, 600, np.int64)),
            "duration_ms": pa.array(np.full(count, 1000, np.int64)),
        }
        engine.load("visits", pa.table(visits))
        engine.step(load_step(PACKAGE, "rhythm"), {})
        (row,) = engine.fetch("rhythm").to_pylist()
        engine.drop("visits")
        return row

    return measure


def jittered(share, count=400, period_s=60.0):
    dice = np.random.default_rng(5)
    return np.cumsum(period_s * (1 + share * dice.uniform(-1, 1, count)))


def test_a_metronome_is_fully_coherent(rhythm):
    row = rhythm(60.0 * np.arange(50))
    assert (row["lag_coherence"], row["gap_mad_s"], row["gap_median_s"]) == (1.0, 0.0, 60.0)
    assert (row["gaps"], row["top_share"]) == (49, 1.0)


def test_thirty_percent_of_jitter_stays_coherent(rhythm):
    row = rhythm(jittered(0.3))
    assert row["lag_coherence"] > 0.5
    assert row["gap_mad_s"] / row["gap_median_s"] < 0.3


def test_chance_is_not_coherent(rhythm):
    gaps = np.random.default_rng(5).exponential(60.0, 400)
    row = rhythm(np.cumsum(gaps))
    assert row["lag_coherence"] < 0.3
    assert row["top_share"] < 0.5


def test_coherence_falls_as_jitter_grows(rhythm):
    found = [rhythm(jittered(share))["lag_coherence"] for share in (0.05, 0.3, 0.6, 0.9)]
    assert found == sorted(found, reverse=True)


def test_two_alternating_sleeps_are_no_metronome(rhythm):
    row = rhythm(np.cumsum([10.0, 300.0] * 30))
    assert row["lag_coherence"] == 0.0
    assert row["top_share"] == 1.0


def test_contacts_within_half_a_second_are_one(rhythm):
    bursts = np.concatenate([60.0 * np.arange(20) + offset for offset in (0.0, 0.1, 0.3)])
    row = rhythm(bursts)
    assert row["gaps"] == 19
    assert row["lag_coherence"] == 1.0


def test_one_contact_has_no_rhythm(rhythm):
    row = rhythm([0.0])
    assert (row["contacts"], row["gaps"], row["lag_coherence"]) == (1, None, None)


def test_the_commonest_size_is_counted(rhythm):
    assert rhythm(60.0 * np.arange(10), [400] * 7 + [1, 2, 3])["same_size"] == 7


@pytest.mark.parametrize(("contacts", "told"), [(6, False), (7, True)])
def test_fewer_than_six_gaps_say_nothing_about_a_server(looked, contacts, told):
    rows = [flow("100.64.0.1:50000", "192.0.2.1:4444/tcp", at_s=60 * n) for n in range(contacts)]
    (beat,) = looked(rows, "beats")
    assert (beat["lag_coherence"] == 1.0) is told
    assert (beat["gaps"] is not None) is told
