import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.symptoms import MOST, SYMPTOMS, symptom_log_odds
from noroshi.testing.analyses import make_analysis

BY_CODE = {symptom.code: symptom for symptom in SYMPTOMS}
counts = st.floats(0, 1e9)


def log_odds(**columns):
    return float(symptom_log_odds(make_analysis(clients=[columns]).clients)[0])


def told(**columns):
    clients = make_analysis(clients=[columns]).clients
    return {code for code, s in BY_CODE.items() if s.log_odds(s.measure(clients))[0] > 0}


@pytest.mark.parametrize(
    ("columns", "symptoms"),
    [
        ({}, set()),
        ({"scanned": 40}, {"scan"}),
        ({"scanned": 14}, set()),
        ({"scanned": 40, "odd_answered": 14}, set()),
        ({"mail_servers": 9}, {"mail-burst"}),
        ({"one_way_rate_pps": 800, "one_way_packets": 40_000}, {"flood"}),
        ({"one_way_rate_pps": 10, "one_way_packets": 40_000}, set()),
        ({"lookups": 9000, "lookups_span_ms": 900_000}, {"lookup-storm"}),
        ({"lookups": 900, "lookups_span_ms": 1_000}, set()),
        ({"lookups": np.nan, "lookups_span_ms": np.nan}, set()),
    ],
)
def test_each_behaviour_is_its_own_symptom(columns, symptoms):
    assert told(**columns) == symptoms


@given(st.fixed_dictionaries(dict.fromkeys(("scanned", "mail_servers", "one_way_rate_pps", "one_way_packets", "lookups"), counts)))  # fmt: skip
def test_symptoms_together_stay_within_bounds(columns):
    assert 0.0 <= log_odds(**columns) <= MOST


@given(st.sampled_from(SYMPTOMS), st.lists(counts, min_size=2, max_size=2).map(sorted))
def test_more_of_a_symptom_never_says_less(symptom, values):
    low, high = symptom.log_odds(np.array(values))
    assert 0.0 <= low <= high


def test_every_symptom_has_words_in_both_languages():
    assert all(s.text.ja and s.text.en and s.text.ja != s.text.en for s in SYMPTOMS)
    assert len(BY_CODE) == len(SYMPTOMS)
