import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.c2.analyse import KINDS, UNLISTED, port_kinds

ODD = st.integers(1, 65535).filter(lambda port: KINDS[port_kinds()[port]] == UNLISTED)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 65535), st.sampled_from([6, 17]))
def test_a_port_is_usual_or_odd_or_neutral_but_never_both(strength, port, proto):
    odd = strength("c2.odd-port", srv_port=port, proto=proto)
    usual = strength("c2.usual-service", srv_port=port, proto=proto)
    assert 0 <= odd <= 1
    assert 0 <= usual <= 1.5
    assert odd == 0 or usual == 0


@settings(max_examples=25, deadline=None)
@given(ODD, st.lists(st.integers(1, 10**6), min_size=2, max_size=4))
def test_a_port_that_many_servers_use_is_less_telling(rises, port, servers):
    fewer = [-count for count in servers]
    assert all(
        rises(code, "port_servers", [1, *fewer], srv_port=port)
        for code in ("c2.odd-port", "c2.exclusive-port")
    )


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ({"srv_port": 443}, {"srv_port": 8080}),
        ({"srv_port": 8080}, {"srv_port": 50001}),
        ({"srv_port": 50001}, {"srv_port": 4444}),
        ({"srv_port": 4444, "proto": 17}, {"srv_port": 4444}),
    ],
)
def test_ports_are_odd_by_degrees(strength, low, high):
    assert strength("c2.odd-port", port_servers=1, **low) < strength(
        "c2.odd-port", port_servers=1, **high
    )


@pytest.mark.parametrize(
    ("server", "irc"),
    [({}, 1), ({"proto": 17}, 0), ({"answered": 0}, 0), ({"srv_port": 6697}, 1), ({"srv_port": 80}, 0)],
)  # fmt: skip
def test_irc_is_tcp_that_answers_on_an_irc_port(strength, server, irc):
    assert strength("c2.irc-port", **{"srv_port": 6667} | server) == irc


def test_web_ports_are_neutral(strength):
    assert strength("c2.usual-service", srv_port=443) == 0
    assert strength("c2.usual-service", srv_port=993) == 1
    assert strength("c2.usual-service", srv_port=123, proto=17) == 1.5


LONG_QUERIES = {"srv_port": 53, "proto": 17, "contacts_typical": 600, "up_octets": 60_000, "up_packets": 300}  # fmt: skip


def test_long_queries_of_few_to_a_resolver_are_a_tunnel(strength):
    assert strength("c2.dns-tunnel", **LONG_QUERIES) == 1
    assert strength("c2.usual-service", **LONG_QUERIES) == 0


@pytest.mark.parametrize(
    "change",
    [{"up_octets": 21_000}, {"clients": 150}, {"contacts_typical": 5}, {"srv_port": 123}, {"answered": 0}],
)  # fmt: skip
def test_an_ordinary_resolver_is_no_tunnel(strength, change):
    assert strength("c2.dns-tunnel", **LONG_QUERIES | change) == 0


def test_udp_speaks_against(strength):
    assert (strength("c2.datagrams", proto=17), strength("c2.datagrams")) == (1, 0)
