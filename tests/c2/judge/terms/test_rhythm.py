from hypothesis import given, settings
from hypothesis import strategies as st

SHARES = st.lists(st.floats(0, 1), min_size=2, max_size=4)


@settings(max_examples=25, deadline=None)
@given(SHARES, st.integers(6, 10**6))
def test_a_stricter_beat_never_says_less(rises, shares, gaps):
    assert rises("c2.beat", "lag_coherence", shares, gaps=gaps)
    assert rises("c2.same-size", "same_share", shares, gaps=gaps)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=4))
def test_more_contacts_never_say_less(rises, contacts):
    assert rises("c2.persistence", "contacts_typical", contacts)
    assert rises("c2.beat", "gaps", contacts, lag_coherence=1.0)


def test_five_gaps_say_nothing(strength):
    assert strength("c2.beat", gaps=5, lag_coherence=1.0) == 0
    assert strength("c2.beat", gaps=6, lag_coherence=1.0) > 0


def test_a_thousand_gaps_of_a_metronome_say_all(strength):
    assert strength("c2.beat", gaps=1000, lag_coherence=1.0) == 1
    assert strength("c2.same-size", gaps=10**6, same_share=1.0) == 1


def test_one_contact_is_no_persistence(strength):
    assert strength("c2.persistence", contacts_typical=1) == 0


def test_knocking_without_answer_is_no_persistence(strength):
    assert strength("c2.persistence", contacts_typical=900, answered=0) == 0
