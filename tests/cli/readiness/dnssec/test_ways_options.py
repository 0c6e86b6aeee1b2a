"""A time is told, or is now."""

import time

from noroshi.cli.readiness.dnssec.ways_options import seconds_of


def test_a_time_is_read():
    assert seconds_of("2026-09-01T00:00:00Z") == 1_788_220_800
    assert seconds_of(None) >= int(time.time()) - 1
