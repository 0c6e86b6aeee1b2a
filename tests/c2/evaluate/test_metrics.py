"""Metrics against hand-computed cases, and properties that every ranking must keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.evaluate.metrics import (
    Ranking,
    average_precision,
    bootstrap,
    calibration_error,
    hits_at,
    interval,
    precision_at,
    ranking,
    recall_at,
)


def make(scores, is_c2, *, scenario=None, missed=()):
    size = len(scores)
    return ranking(
        np.array([f"192.0.2.{n}" for n in range(size)], np.str_),
        np.array(scores, float),
        np.array(is_c2, bool),
        np.array(scenario or ["s"] * size, np.str_),
        tuple(missed),
    )


rankings = st.lists(st.tuples(st.integers(-8, 8), st.booleans()), min_size=1, max_size=40).map(
    lambda rows: make([r[0] for r in rows], [r[1] for r in rows])
)


def reference_average_precision(scores, is_c2):
    """Precision at each threshold times the recall it adds, one threshold after the other."""
    total, before = 0.0, 0
    for cut in sorted(set(scores), reverse=True):
        found = sum(c for s, c in zip(scores, is_c2, strict=True) if s >= cut)
        listed = sum(s >= cut for s in scores)
        total += (found - before) / sum(is_c2) * found / listed
        before = found
    return total


def test_average_precision_of_a_hand_computed_list():
    assert average_precision(make([4, 3, 2, 1], [1, 0, 1, 0])) == pytest.approx((1 + 2 / 3) / 2)


def test_c2_servers_that_no_flow_touched_count_as_never_found():
    seen = make([4, 3], [1, 0], missed=["gone"])
    assert average_precision(seen) == pytest.approx(0.5)
    assert recall_at(seen, 10) == 0.5
    assert seen.under(0.5).recall == 0.5


def test_an_address_stands_at_the_place_of_its_best_endpoint():
    one = ranking(
        np.array(["192.0.2.2", "192.0.2.1", "192.0.2.1"]),
        np.array([1.0, -5.0, 3.0]),
        np.array([False, True, True]),
        np.array(["a", "b", "b"]),
    )
    assert one.address.tolist() == ["192.0.2.1", "192.0.2.2"]
    assert one.log_odds.tolist() == [3.0, 1.0]
    assert one.rank().tolist() == [1, 2]


def test_a_tie_across_the_last_place_counts_by_its_share():
    tied = make([5, 1, 1, 1, 1], [0, 1, 0, 0, 1])
    assert hits_at(tied, 3) == pytest.approx(2 * 0.5)
    assert precision_at(tied, 5) == pytest.approx(0.4)
    assert precision_at(tied, 10) == pytest.approx(0.2)


def test_a_list_is_counted_at_its_threshold():
    counts = make([3, 2, 1, -1], [1, 0, 1, 1]).under(0.5)
    assert (counts.listed, counts.true, counts.false) == (3, 2, 1)
    assert counts.precision == pytest.approx(2 / 3)
    assert counts.recall == pytest.approx(2 / 3)


def test_an_empty_list_has_no_precision():
    assert make([-1], [1]).under(0.5).precision is None
    assert make([-1], [0]).under(0.5).recall is None


def test_calibration_error_of_a_hand_computed_case():
    stated = np.array([0.05, 0.05, 0.95, 0.95])
    error = calibration_error(stated, np.array([False, False, True, False]))
    assert error == pytest.approx((0.10 + abs(1.9 - 1)) / 4)


def test_what_always_comes_true_as_stated_has_no_calibration_error():
    stated = np.repeat([0.25, 0.75], 4)
    came = np.array([1, 0, 0, 0, 1, 1, 1, 0], bool)
    assert calibration_error(stated, came) == pytest.approx(0.0)
    assert calibration_error(np.zeros(0), np.zeros(0, bool)) == 0.0


@given(rankings)
def test_average_precision_agrees_with_its_definition(ranked):
    if ranked.is_c2.any():
        expected = reference_average_precision(ranked.log_odds.tolist(), ranked.is_c2.tolist())
        assert average_precision(ranked) == pytest.approx(expected)
    else:
        assert np.isnan(average_precision(ranked))


@given(rankings, st.randoms(use_true_random=False))
def test_no_figure_depends_on_the_order_of_rows(ranked, random):
    order = list(range(len(ranked.log_odds)))
    random.shuffle(order)
    again = ranking(
        ranked.address[order], ranked.log_odds[order], ranked.is_c2[order], ranked.scenario[order]
    )
    for figure in (average_precision, lambda r: hits_at(r, 3), lambda r: r.under(0.5).true):
        assert figure(again) == pytest.approx(figure(ranked), nan_ok=True)


@given(rankings, st.integers(1, 50))
def test_every_figure_keeps_its_bounds(ranked, most):
    assert 0 <= precision_at(ranked, most) <= 1
    assert 0 <= calibration_error(ranked.probability, ranked.is_c2) <= 1
    if ranked.is_c2.any():
        assert 0 < average_precision(ranked) <= 1 + 1e-12
        assert 0 <= recall_at(ranked, most) <= 1 + 1e-12


@given(rankings)
def test_weights_of_two_count_as_every_row_twice(ranked):
    if ranked.is_c2.any():
        twice = average_precision(ranked, np.full(len(ranked.log_odds), 2.0))
        assert twice == pytest.approx(average_precision(ranked))


def test_the_bootstrap_draws_whole_scenarios_and_repeats_with_its_seed():
    ranked = make([5, 4, 3, 2], [1, 0, 1, 0], scenario=["a", "b", "c", "b"], missed=["d"])
    drawn = [bootstrap(ranked, 200, np.random.default_rng(3), average_precision) for _ in range(2)]
    assert drawn[0].tolist() == drawn[1].tolist()
    low, high = interval(drawn[0])
    assert 0 <= low < average_precision(ranked) < high <= 1


def test_one_scenario_alone_has_no_spread():
    ranked = make([5, 4], [1, 0])
    assert interval(bootstrap(ranked, 20, np.random.default_rng(0), average_precision)) == (1, 1)
    assert interval(np.zeros(0)) is None


def test_equal_scores_share_the_best_place():
    assert isinstance(make([1, 1, 0], [0, 0, 0]), Ranking)
    assert make([1, 1, 0], [0, 0, 0]).rank().tolist() == [1, 1, 3]
