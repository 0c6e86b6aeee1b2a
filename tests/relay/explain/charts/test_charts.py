"""What holds for every chart, whatever the values."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.relay.explain import Comparison, Contacts, Histogram
from noroshi.relay.explain.charts import (
    Ranked,
    draw_background,
    draw_intervals,
    draw_ranking,
    draw_strip,
    draw_waterfall,
)
from noroshi.spine.model import Text
from noroshi.testing.portraits import DAY, sample_finding, sample_portrait

PORTRAIT = sample_portrait(contacts=Contacts.none())
LANG = st.sampled_from(["ja", "en"])
AUDIENCE = st.sampled_from(["inside", "outside"])
WORDS = st.text(st.characters(codec=None), min_size=1, max_size=40)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(figure):
    for drawn in (figure.wide, figure.narrow):
        root = ElementTree.fromstring(drawn)
        numbers = [
            v
            for e in root.iter()
            for k, v in e.attrib.items()
            if k not in {"class", "id", "aria-labelledby"}
        ]
        assert not any(re.search(r"\bnan\b|\binf", value, re.IGNORECASE) for value in numbers)
        for name in ("width", "height"):
            assert all(float(e.get(name)) >= 0 for e in root.iter() if e.get(name))
    assert {len(row) for row in figure.table.rows} <= {len(figure.table.head)}


@st.composite
def contacts(draw):
    count = draw(st.integers(0, 30))
    real = st.lists(st.floats(), min_size=count, max_size=count)
    times = st.integers(DAY.start_ms - 10**9, DAY.end_ms + 10**9)
    return Contacts(
        client_index=np.array(
            draw(st.lists(st.integers(0, 25), min_size=count, max_size=count)), np.int64
        ),
        start_ms=np.array(draw(st.lists(times, min_size=count, max_size=count)), np.int64),
        duration_s=np.array(draw(real), np.float64),
        octets_up=np.array(draw(real), np.float64),
        octets_down=np.array(draw(real), np.float64),
        answered=np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)), np.bool_),
    )


@QUICK
@given(contacts(), LANG, AUDIENCE)
def test_strips_are_well_formed(contacts, lang, audience):
    check(draw_strip(replace(PORTRAIT, contacts=contacts), lang, audience, "k"))


@st.composite
def histograms(draw):
    edges = sorted(draw(st.sets(st.floats(1e-9, 1e12), min_size=2, max_size=12)))
    counts = st.lists(st.floats(0, 1.7e308), min_size=len(edges) - 1, max_size=len(edges) - 1)
    return Histogram(
        edges_s=tuple(edges), server=tuple(draw(counts)), background=tuple(draw(counts))
    )


@QUICK
@given(st.one_of(st.just(Histogram()), histograms()), LANG)
def test_histograms_are_well_formed(histogram, lang):
    check(draw_intervals(histogram, lang, "k"))


@QUICK
@given(
    st.lists(st.tuples(WORDS, st.floats()), min_size=1, max_size=30),
    st.floats(0, 1),
    st.floats() | st.none(),
    LANG,
)
def test_waterfalls_are_well_formed(terms, score, prior, lang):
    finding = sample_finding(score=score)
    evidence = tuple(
        replace(finding.evidence[0], code=code, weight=weight) for code, weight in terms
    )
    names = {code: Text(ja=code, en=code) for code, _ in terms}
    portrait = replace(
        PORTRAIT, finding=replace(finding, evidence=evidence), names=names, prior_log_odds=prior
    )
    check(draw_waterfall(portrait, lang, "k"))


@QUICK
@given(
    st.lists(
        st.tuples(
            WORDS,
            st.floats(),
            st.sampled_from(["s", "B", "1", "clients"]),
            st.tuples(*[st.floats()] * 6),
            st.floats(),
        ),
        max_size=40,
    ),
    LANG,
    AUDIENCE,
)
def test_comparisons_are_well_formed(rows, lang, audience):
    background = tuple(
        Comparison(code=code, value=value, unit=unit, quantiles=quantiles, percentile=rank)
        for code, value, unit, quantiles, rank in rows
    )
    check(draw_background(replace(PORTRAIT, background=background), lang, audience, "k"))


@QUICK
@given(
    st.lists(
        st.builds(
            Ranked,
            name=WORDS,
            class_name=WORDS,
            score=st.floats(0, 1),
            hostile=st.booleans(),
            outcome=st.sampled_from(["", "found", "false", "missed", "quiet"]),
        ),
        max_size=60,
    ),
    st.floats(0, 1),
    LANG,
)
def test_rankings_are_well_formed(rows, threshold, lang):
    check(draw_ranking(rows, threshold, lang, "k"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_wide_and_narrow_say_the_same(lang):
    figure = draw_waterfall(sample_portrait(), lang, "k")
    svg = "{http://www.w3.org/2000/svg}"
    texts = [
        {
            t.text
            for t in ElementTree.fromstring(drawn).iter(f"{svg}text")
            if "faint" not in t.get("class")
        }
        for drawn in (figure.wide, figure.narrow)
    ]
    assert texts[0] == texts[1]
