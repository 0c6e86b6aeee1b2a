"""Backoff: pauses grow to a bound, and chance keeps them apart."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify import Backoff

BACKOFF = Backoff(first_s=5, longest_s=900, attempts=12)
chances = st.floats(0, 1, exclude_max=True)


def test_pauses_double_up_to_the_longest():
    pauses = [BACKOFF.pause(n, 0.0).total_seconds() * 2 for n in range(1, 11)]
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


@given(st.integers(1, 10_000), chances)
def test_every_pause_lies_in_the_upper_half_of_its_bound(attempts, chance):
    pause = BACKOFF.pause(attempts, chance).total_seconds()
    full = min(900.0, 5.0 * 2.0 ** min(attempts - 1, 60))
    assert full / 2 <= pause <= full


def test_a_message_is_given_up_after_the_last_attempt():
    assert not BACKOFF.is_over(11)
    assert BACKOFF.is_over(12)
