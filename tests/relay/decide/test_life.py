"""Life: confidence falls without sightings, never above its base, and ends with the validity."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.life import Life, last_seen
from noroshi.spine.model import SubjectKind
from noroshi.testing.findings import MADE_AT

bases = st.integers(0, 100)
speeds = st.floats(0.1, 10.0)
lifetimes = st.timedeltas(timedelta(days=1), timedelta(days=365))
ages = st.timedeltas(timedelta(0), timedelta(days=400))


@given(base=bases, speed=speeds, lifetime=lifetimes, first=ages, second=ages)
def test_confidence_never_rises_with_age_and_never_above_its_base(
    base, speed, lifetime, first, second
):
    life = Life(speed=speed)
    early, late = (
        life.confidence(base, age=age, lifetime=lifetime) for age in sorted((first, second))
    )
    assert 0 <= late <= early <= base


@given(base=bases, speed=speeds, lifetime=lifetimes)
def test_it_is_whole_at_first_and_gone_at_the_end(base, speed, lifetime):
    life = Life(speed=speed)
    assert life.confidence(base, age=timedelta(0), lifetime=lifetime) == base
    assert life.confidence(base, age=timedelta(-1), lifetime=lifetime) == base
    assert life.confidence(base, age=lifetime, lifetime=lifetime) == 0


@pytest.mark.parametrize(("speed", "left"), [(0.5, 75), (1.0, 50), (2.0, 29)])
def test_the_speed_bends_the_curve_as_misp_s_formula_does(speed, left):
    half = Life(speed=speed).confidence(100, age=timedelta(days=7), lifetime=timedelta(days=14))
    assert half == left


@pytest.mark.parametrize(
    ("kind", "subject", "days"),
    [
        ("c2-server", SubjectKind.IP, 14),
        ("c2-server", SubjectKind.ENDPOINT, 14),
        ("c2-server", SubjectKind.PREFIX, 14),
        ("malicious-site", SubjectKind.URL, 5),
        ("malicious-site", SubjectKind.DOMAIN, 120),
        ("c2-server", SubjectKind.DOMAIN, 60),
    ],
)
def test_facts_hold_by_their_type_unless_the_kind_says_otherwise(kind, subject, days):
    life = Life(particular={("c2-server", SubjectKind.DOMAIN): 60})
    assert life.lifetime(kind, subject) == timedelta(days=days)


def test_a_sighting_renews_but_not_beyond_the_present():
    day = timedelta(days=1)
    now = MADE_AT + 5 * day
    assert last_seen(MADE_AT, None, now) == MADE_AT
    assert last_seen(MADE_AT, MADE_AT - day, now) == MADE_AT
    assert last_seen(MADE_AT, MADE_AT + day, now) == MADE_AT + day
    assert last_seen(MADE_AT, now + day, now) == now
