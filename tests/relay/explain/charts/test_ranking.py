import re

from noroshi.relay.explain.charts.ranking import MAX_ROWS, Ranked, draw_ranking


def ranked(score, hostile=True, outcome=""):
    return Ranked(
        name="192.0.2.1:80/tcp",
        class_name="IRC-like",
        score=score,
        hostile=hostile,
        outcome=outcome,
    )


def test_bars_are_as_long_as_their_probability():
    wide = draw_ranking([ranked(1.0), ranked(0.5)], 0.5, "en", "k").wide
    lengths = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*class="for"', wide)]
    assert lengths[0] == 2 * lengths[1]


def test_benign_classes_look_different():
    assert 'class="calm"' in draw_ranking([ranked(0.1, hostile=False)], 0.5, "en", "k").wide


def test_outcomes_differ_by_shape():
    rows = [
        ranked(0.9, outcome="found"),
        ranked(0.8, outcome="false"),
        ranked(0.1, outcome="missed"),
    ]
    wide = draw_ranking(rows, 0.5, "en", "k").wide
    assert all(f">{mark}</text>" in wide for mark in "●✕○")


def test_rows_left_out_are_counted():
    figure = draw_ranking([ranked(0.9)] * (MAX_ROWS + 5), 0.5, "en", "k")
    assert figure.note == "5 more servers stand in the list below."
    assert figure.description == "45 of 45 servers reach the threshold of 50 %."


def test_no_finding_draws_nothing():
    assert "nothing to draw" in draw_ranking([], 0.5, "en", "k").wide
