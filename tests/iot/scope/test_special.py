"""Special ranges: what the standard library calls not global is special here, too."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.iot.scope.special import NEVER, SPECIAL, lies_inside, overlapping


@given(st.ip_addresses())
@example(ip_address("192.0.2.1"))
@example(ip_address("::ffff:192.0.2.1"))
def test_every_address_that_is_not_global_is_special(address):
    if not address.is_global or address.is_multicast:
        assert overlapping(ip_network(address), SPECIAL)


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_what_was_given_out_is_not_special(address):
    if address not in ip_network("2000::/3"):
        assert overlapping(ip_network(address), SPECIAL)


@pytest.mark.parametrize("one", NEVER, ids=str)
def test_what_nobody_may_ask_is_special(one):
    assert lies_inside(one, SPECIAL)


def test_families_do_not_mix():
    assert overlapping(ip_network("::/0"), (ip_network("0.0.0.0/0"),)) is None
    assert not lies_inside(ip_network("2001:db8::/32"), (ip_network("0.0.0.0/0"),))
