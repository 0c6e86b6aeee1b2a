"""Each scenario is judged by weights that never saw it."""

import dataclasses

import numpy as np

from noroshi.c2.evaluate.folds import Pool, cross_fit, held_out_log_odds
from noroshi.c2.judge.model import judge


def test_the_pool_holds_what_is_counted(day, half_a_day):
    pool = Pool.of([day, dataclasses.replace(half_a_day, importance=0.5)])
    assert len(pool.is_c2) == day.counted.sum() + half_a_day.counted.sum()
    assert set(pool.importance) == {1.0, 0.5}
    assert pool.is_c2.sum() == day.is_c2.sum() + half_a_day.is_c2.sum()


def test_there_are_weights_for_every_scenario(folds):
    assert set(folds.of_scenario) == {"one", "two", "three"}
    assert folds.weights("never seen") is folds.whole


def test_weights_stay_at_or_above_zero(folds):
    for weights in (folds.whole, *folds.of_scenario.values()):
        assert min(weights.terms.values()) >= 0


def spread_of_ratios(one, other):
    """0 where two sets of weights differ by a common factor only: by their sharpening."""
    ratios = np.array([one.terms[code] / other.terms[code] for code in one.terms])
    return float(ratios.std() / ratios.mean())


def test_labels_of_a_scenario_do_not_touch_its_own_fit(day, folds):
    flipped = day.is_c2.copy()
    flipped[day.scenario == "one"] ^= True
    other = cross_fit([dataclasses.replace(day, is_c2=flipped)], version="0", trained_on="flipped")
    assert spread_of_ratios(folds.of_scenario["one"], other.of_scenario["one"]) < 2e-3
    assert spread_of_ratios(folds.of_scenario["two"], other.of_scenario["two"]) > 1e-2


def test_held_out_scores_are_those_of_the_scenario_s_own_fold(day, folds):
    scores = held_out_log_odds(day, folds)
    mine = day.scenario == "two"
    alone = judge(day.analysis, folds.weights("two")).log_odds
    assert np.array_equal(scores[mine], alone[mine])


def test_beacons_that_were_never_seen_rank_first(day, folds):
    ranked = day.ranked(held_out_log_odds(day, folds))
    assert ranked.rank()[ranked.is_c2].max() == 3


def test_progress_is_told(day):
    heard = []
    cross_fit([day], version="0", trained_on="x", told=lambda *step: heard.append(step))
    assert heard == [("fit", 1, 3), ("fit", 2, 3), ("fit", 3, 3)]
