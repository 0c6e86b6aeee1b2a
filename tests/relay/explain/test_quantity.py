import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.explain import quantity as q
from noroshi.spine.model import PEOPLE

ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(
    ANY,
    st.sampled_from(["s", "B", "1", "", "%", "clients", "subscribers", "port", "contacts", "h"]),
    st.sampled_from(["ja", "en"]),
)
def test_no_figure_says_nan_or_infinity(value, unit, lang):
    written = q.quantity(value, unit, lang)
    assert not re.search("nan|inf", written, re.IGNORECASE)
    assert written


@given(ANY)
def test_signed_and_probability_are_always_readable(value):
    for written in (q.signed(value), q.probability(value), q.octets(value)):
        assert not re.search("nan|inf", written, re.IGNORECASE)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (0.9149, "0.915"),
        (-0.35, "−0.35"),
        (9.99, "9.99"),
        (12.345, "12.3"),
        (3e15, "3.0×10^15"),
    ],
)
def test_numbers_have_three_digits(value, written):
    assert q.number(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.02, "20 ms"), (65, "65 s"), (90, "1.5 min"), (3600, "1 h"), (86400, "1 d"), (0, "0 s")],
)
def test_spans_choose_their_unit(seconds, written):
    assert q.span(seconds, "en") == written


def test_spans_are_japanese_in_japanese():
    assert q.span(7200, "ja") == "2 時間"
    assert q.quantity(23, "h", "ja") == "23 時間"
    assert q.quantity(4, "ports", "ja") == "4 ports"


@pytest.mark.parametrize(
    ("p", "written"),
    [(0, "<0.1 %"), (1, ">99.9 %"), (0.974, "97 %"), (0.992, "99.2 %"), (0.004, "0.4 %")],
)
def test_no_probability_is_told_as_certain(p, written):
    assert q.probability(p) == written


@pytest.mark.parametrize(("count", "written"), [(0, "<3"), (2, "<3"), (3, "3"), (None, "–")])
def test_counts_below_three_stay_inside(count, written):
    assert q.clients(count, "outside") == written


def test_the_operator_sees_small_counts():
    assert q.clients(2, "inside") == "2"


@given(st.floats(0, 1))
def test_logit_goes_there_and_back(p):
    assert q.odds_probability(q.logit(p)) == pytest.approx(p, abs=2e-6)


def test_both_zones_name_the_day_where_it_differs():
    assert (
        q.both_zones(datetime(2026, 1, 4, 15, tzinfo=UTC))
        == "2026-01-05 00:00 JST (2026-01-04 15:00 UTC)"
    )
    assert q.both_zones(datetime(2026, 1, 5, 3, tzinfo=UTC)) == "2026-01-05 12:00 JST (03:00 UTC)"


@given(st.integers(-(2**62), 2**62))
def test_any_time_can_be_written(ms):
    assert len(q.stamp_ms(ms)) == len("01-05 00:00:00")


@pytest.mark.parametrize("unit", sorted(PEOPLE))
def test_small_counts_of_people_stay_inside_whatever_they_are_called(unit):
    assert q.quantity(2, unit, "ja", "outside") == "<3"
    assert q.quantity(3, unit, "en", "outside") == "3"
    assert q.quantity(2, unit, "en", "inside") == "2"


@pytest.mark.parametrize(
    ("value", "unit", "lang", "written"),
    [
        (6667, "port", "en", "6667"),
        (3188, "contacts", "ja", "3,188 回"),
        (3188, "contacts", "en", "3,188 contacts"),
        (0.5, "contacts/s", "ja", "0.5 回/秒"),
    ],
)
def test_units_are_spoken_in_the_readers_language(value, unit, lang, written):
    assert q.quantity(value, unit, lang) == written
