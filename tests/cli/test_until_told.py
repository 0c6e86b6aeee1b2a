"""Until told: both signals end the work, and afterwards do what they did before."""

import signal

import pytest

from noroshi.cli.until_told import SIGNALS, until_told


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_sets_the_event_and_keeps_its_former_meaning_afterwards(number):
    before = [signal.getsignal(one) for one in SIGNALS]
    with until_told() as stop:
        assert not stop.is_set()
        signal.raise_signal(number)
        assert stop.is_set()
    assert [signal.getsignal(one) for one in SIGNALS] == before
