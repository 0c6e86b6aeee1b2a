"""History: whoever follows the deltas holds the set, from any serial that is remembered."""

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.rtr.history import MOST_DELTAS, History
from noroshi.readiness.rpki.rtr.payloads import Payloads

sets = st.lists(st.sets(st.integers(0, 12)), min_size=2, max_size=8)


def payloads(rpki, numbers, aspas=None):
    return Payloads.of(rpki.vrps([(f"192.0.{n}.0/24", 24, 64500) for n in numbers]), aspas)


@settings(deadline=None, max_examples=50)
@given(states=sets, start=st.integers(0, 2**32 - 1))
def test_a_delta_leads_from_any_state_to_the_newest(rpki, states, start):
    history, seen = History(1, start), {}
    for state in states:
        history.update(payloads(rpki, state))
        seen[history.serial] = set(history.payloads.keys())
    for serial, held in seen.items():
        delta = history.since(serial)
        withdrawn, announced = set(delta.withdrawn.keys()), set(delta.announced.keys())
        assert withdrawn <= held
        assert not announced & held
        assert held - withdrawn | announced == seen[history.serial]


def test_an_equal_set_is_no_new_serial(rpki):
    history = History(1, 5)
    assert history.update(payloads(rpki, [1]))
    assert not history.update(payloads(rpki, [1]))
    assert history.serial == 5


def test_serials_wrap_and_old_ones_are_forgotten(rpki):
    history = History(1, 2**32 - 1)
    for n in range(MOST_DELTAS + 3):
        history.update(payloads(rpki, [n % 200]))
    assert history.serial == MOST_DELTAS + 1
    assert history.since(2**32 - 1) is None
    assert history.since(999) is None


def test_large_changes_are_not_remembered(rpki, monkeypatch):
    monkeypatch.setattr("noroshi.readiness.rpki.rtr.history.FEW", 0)
    history = History(1)
    history.update(payloads(rpki, range(9)))
    history.update(payloads(rpki, range(9, 18)))
    assert history.since(0) is None


def test_an_aspa_that_changes_is_told_once(rpki):
    history = History(1)
    history.update(payloads(rpki, [1], {1: (2,), 5: (6,)}))
    history.update(payloads(rpki, [1], {1: (3,)}))
    history.update(payloads(rpki, [1], {1: (4,)}))
    delta = history.since(0)
    assert (delta.announced.aspas, set(delta.withdrawn.aspas)) == ({1: (4,)}, {5})
