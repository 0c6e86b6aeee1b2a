"""One router with both families."""

from ipaddress import IPv4Address, ip_address

import pytest

from noroshi.readiness.rpki.configure import Cache, Neighbour, Wish


@pytest.fixture
def wish():
    def made(treatment):
        return Wish(
            asn=64500,
            router_id=IPv4Address("192.0.2.1"),
            caches=(Cache(address=ip_address("192.0.2.10"), port=3323),),
            neighbours=(
                Neighbour(address=ip_address("198.51.100.1"), asn=64501),
                Neighbour(address=ip_address("2001:db8::1"), asn=64502),
            ),
            treatment=treatment,
        )

    return made
