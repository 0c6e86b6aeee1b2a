"""A batch that nobody waits for is kept without more."""

from noroshi.sites.sense.watch import Batch


def test_a_batch_has_nothing_to_do_when_it_is_kept():
    Batch().kept()
    assert Batch().cursor is None
