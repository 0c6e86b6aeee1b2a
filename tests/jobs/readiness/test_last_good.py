"""Last good: what is kept is what is read, and garbage is as if there were none."""

import numpy as np
import pytest

from noroshi.jobs.readiness.last_good import (
    LastGood,
    place_of_last_good,
    read_last_good,
    save_last_good,
)
from noroshi.readiness.rpki.rtr.payloads import payloads_of_keys
from noroshi.spine.home import Home


@pytest.fixture
def kept(tmp_path):
    home = Home(tmp_path).create()
    payloads = payloads_of_keys([(1 << 63, 0, 64500 << 32 | 24 << 8 | 24)], {1: (2, 3), 4: (5,)})
    save_last_good(home, LastGood(payloads=payloads, session=9, serial=2**32 - 1))
    return home


def test_what_is_kept_is_what_is_read(kept):
    found = read_last_good(kept)
    assert (found.session, found.serial, found.payloads.aspas) == (
        9,
        2**32 - 1,
        {1: (2, 3), 4: (5,)},
    )
    assert found.payloads.keys() == [(1 << 63, 0, 64500 << 32 | 24 << 8 | 24)]
    assert found.payloads.hi.dtype == np.uint64


def test_nothing_kept_is_none(tmp_path):
    assert read_last_good(Home(tmp_path)) is None


@pytest.mark.parametrize("keep", [0, 10, 400])
def test_a_cut_file_is_none(kept, keep):
    place = place_of_last_good(kept)
    place.write_bytes(place.read_bytes()[:keep])
    assert read_last_good(kept) is None
