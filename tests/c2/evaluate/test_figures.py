"""Figures of a condition: counted by hand on a small ranking."""

import numpy as np
import pytest

from noroshi.c2.evaluate.figures import Scored, figures, server_rows


def scored(labelled, *, first):
    """C&C servers at 3, but those of `first` false servers at 5; all others at -3."""
    log_odds = np.where(labelled.is_c2, 3.0, -3.0)
    ordinary = np.flatnonzero(~labelled.is_c2 & labelled.counted)
    log_odds[ordinary[:first]] = 5.0
    return Scored(labelled=labelled, log_odds=log_odds)


def test_a_perfect_ranking(day):
    made = figures([scored(day, first=0)], threshold=0.5, subscribers=20, rounds=50)
    assert (made.ap, made.p5, made.r10, made.recall, made.precision) == (1.0, 0.6, 1.0, 1.0, 1.0)
    assert (made.to_find, made.seen, made.false, made.false_per_10k_day) == (3, 3, 0, 0)
    assert made.ap_low == made.ap_high == 1.0


def test_false_servers_are_told_per_subscribers_and_days(day):
    made = figures([scored(day, first=1)], threshold=0.5, subscribers=20, rounds=0)
    assert made.ap == pytest.approx(3 / 4)  # three equal scores share their places
    assert (made.listed, made.true, made.precision) == (4, 3, 0.75)
    assert made.false_per_10k_day == pytest.approx(500)
    assert made.ap_low is None


def test_runs_are_averaged_and_the_untouched_count(day, half_a_day):
    runs = [scored(day, first=0), scored(half_a_day, first=0)]
    made = figures(runs, threshold=0.5, subscribers=20, rounds=20)
    assert made.runs == 2
    assert made.seen == 2.5
    assert made.ap == pytest.approx((1 + 2 / 3) / 2)
    assert made.recall == pytest.approx(5 / 6)


def test_machine_output_has_every_figure(day):
    row = figures([scored(day, first=0)], threshold=0.99, subscribers=20, rounds=0).as_row()
    assert {"condition", "ap", "ap_low", "p5", "p10", "r10", "r20", "listed", "true", "false",
            "precision", "recall", "ece", "false_per_10k_day"} <= row.keys()  # fmt: skip
    assert row["precision"] is None
    assert row["recall"] == 0.0


def test_every_c2_server_has_a_row_touched_or_not(half_a_day):
    rows = list(server_rows(scored(half_a_day, first=1), 0.5))
    assert [(r["address"], r["rank"], r["listed"]) for r in rows] == [
        ("192.0.2.1", 2, True),
        ("192.0.2.2", 2, True),
        ("192.0.2.3", None, False),
    ]
    assert rows[2]["probability"] is None
