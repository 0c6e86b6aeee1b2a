from dataclasses import replace

import pytest

from noroshi.relay.explain.charts.waterfall import MAX_TERMS, draw_waterfall, waterfall_bars
from noroshi.relay.explain.quantity import logit
from noroshi.testing.portraits import sample_finding, sample_portrait


def test_bars_lead_from_the_prior_to_the_score_without_a_gap():
    bars = waterfall_bars(sample_portrait(), "en")
    assert bars[0].end == -5.4
    steps = bars[1:-1]
    assert [bar.start for bar in steps] == [bars[0].end, *(bar.end for bar in steps[:-1])]
    assert steps[-1].end == pytest.approx(bars[-1].end) == pytest.approx(logit(0.974))


def test_what_the_terms_do_not_explain_is_called_calibration():
    finding = sample_finding(score=0.8)
    bars = {bar.name: bar for bar in waterfall_bars(sample_portrait(finding), "en")}
    assert bars["Calibration"].change == pytest.approx(logit(0.8) - (-5.4 + 9.03))


def test_without_a_told_prior_the_terms_lead_back_to_it():
    portrait = replace(sample_portrait(), prior_log_odds=None)
    bars = waterfall_bars(portrait, "en")
    assert bars[0].end == pytest.approx(logit(0.974) - 9.03)
    assert "Calibration" not in [bar.name for bar in bars]


def test_weak_terms_are_summed_and_counted():
    finding = sample_finding()
    many = tuple(replace(finding.evidence[0], weight=0.1 * n) for n in range(30))
    bars = waterfall_bars(sample_portrait(replace(finding, evidence=many)), "en")
    rest = bars[1 + MAX_TERMS]
    assert rest.name == "16 weaker terms"
    assert rest.change == pytest.approx(sum(0.1 * n for n in range(16)))


def test_the_table_tells_the_probability_on_the_way():
    rows = draw_waterfall(sample_portrait(), "en", "k").table.rows
    assert rows[0] == ("Prior", "−5.40", "0.4 %")
    assert rows[1] == ("Regular contacts", "+3.12", "9 %")
    assert rows[-1] == ("Verdict", "+3.62", "97 %")
