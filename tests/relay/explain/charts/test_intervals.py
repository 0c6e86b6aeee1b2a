import pytest

from noroshi.relay.explain import Histogram
from noroshi.relay.explain.charts.intervals import draw_intervals, shares

BEACON = Histogram(edges_s=(1.0, 10.0, 100.0, 1000.0), server=(1, 9, 0), background=(5, 5, 10))


def test_the_caption_names_the_fullest_bin():
    figure = draw_intervals(BEACON, "en", "k")
    assert (
        figure.description
        == "Of 10 gaps, 90 % lie between 10 s and 1.67 min. The outline is all other servers."
    )


def test_landmarks_of_time_stand_on_the_axis():
    wide = draw_intervals(BEACON, "en", "k").wide
    for landmark in ("1 s", "10 s", "1 min", "10 min"):
        assert f">{landmark}</text>" in wide
    assert ">1 分</text>" in draw_intervals(BEACON, "ja", "k").wide


def test_no_second_contact_is_told():
    figure = draw_intervals(Histogram(), "en", "k")
    assert figure.description == "No client came back, so there is no gap to measure."
    assert "nothing to draw" in figure.wide


def test_shares_are_percent_even_of_giants():
    assert shares((1e308, 1e308, 1e308)) == pytest.approx((100 / 3,) * 3)
    assert shares((0, 0)) == (0, 0)


def test_the_table_leaves_out_empty_bins_only():
    rows = draw_intervals(BEACON, "en", "k").table.rows
    assert [row[1:] for row in rows] == [
        ("1", "10.0 %", "25.0 %"),
        ("9", "90.0 %", "25.0 %"),
        ("0", "0.0 %", "50.0 %"),
    ]
