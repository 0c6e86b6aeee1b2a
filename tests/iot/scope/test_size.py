"""The size of a scope, told before it is signed."""

import pytest

from noroshi.iot.scope import address_count, least_seconds, probe_count


def test_addresses_and_pairs_are_counted(make_scope):
    scope = make_scope()
    assert address_count(scope) == 256 + 128
    assert probe_count(scope) == (256 + 128) * 3


def test_the_caps_of_blocks_and_the_hours_set_the_time(make_scope):
    assert least_seconds(make_scope()) == pytest.approx(384 * 3 / 10 * 2)


def test_the_cap_in_all_holds_where_blocks_are_many(make_scope):
    scope = make_scope(prefixes=["10.0.0.0/8"], hours__start="00:00", hours__end="24:00")
    assert least_seconds(scope) == pytest.approx((1 << 24) * 3 / 100)
