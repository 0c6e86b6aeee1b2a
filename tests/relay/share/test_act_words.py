"""Act words: each act in each dialect; a redirection to nowhere is refused."""

import pytest

from noroshi.relay.share.act_words import Sinks, route_words, zone_target
from noroshi.spine.model import Act, ConfigError, Endpoint, Outlet, Subject, SubjectKind

WEB = Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))
SIX = Subject.ip("2001:db8::1")
SINKS = Sinks(name="sink.example", v4="203.0.113.9", target="64496:666")


def said(outlet, act, dialect, subject=WEB, sinks=SINKS):
    return route_words(outlet, act, dialect, sinks)(subject)


def test_a_zone_points_where_the_act_says():
    told = [zone_target(act, SINKS) for act in (Act.LOG, Act.REDIRECT, Act.BLOCK)]
    assert told == ["rpz-passthru.", "sink.example.", "."]


@pytest.mark.parametrize("dialect", ["bird", "exabgp"])
def test_a_blackhole_cannot_log_and_nothing_is_said_when_off(dialect):
    assert said(Outlet.RTBH, Act.LOG, dialect) == ""
    assert {said(one, Act.OFF, dialect) for one in (Outlet.FLOWSPEC, Outlet.RTBH)} == {""}


@pytest.mark.parametrize(
    ("act", "then"),
    [
        (Act.LOG, "action sample-terminal"),
        (Act.REDIRECT, "redirect 64496:666"),
        (Act.BLOCK, "discard"),
    ],
)
def test_exabgp_flowspec(act, then):
    assert said(Outlet.FLOWSPEC, act, "exabgp").endswith(f"then {{ {then}; }} }}")


def test_a_detour_leaves_no_neighbour_a_route():
    assert said(Outlet.RTBH, Act.REDIRECT, "exabgp").endswith("next-hop 203.0.113.9 community [no-export]")  # fmt: skip
    assert "bgp_next_hop = 203.0.113.9; bgp_community.add((65535, 65281))" in said(Outlet.RTBH, Act.REDIRECT, "bird")  # fmt: skip


def test_a_family_without_a_sinkhole_stays_as_it_is():
    assert {said(Outlet.RTBH, Act.REDIRECT, one, SIX) for one in ("bird", "exabgp")} == {""}
    assert said(Outlet.RTBH, Act.BLOCK, "exabgp", SIX).startswith("announce route 2001:db8::1/128")


def test_a_name_is_no_route():
    name = Subject(SubjectKind.DOMAIN, "bad.example")
    for outlet in (Outlet.FLOWSPEC, Outlet.RTBH):
        for act in (Act.LOG, Act.REDIRECT, Act.BLOCK):
            assert {said(outlet, act, dialect, name) for dialect in ("bird", "exabgp")} == {""}


@pytest.mark.parametrize("dialect", ["bird", "exabgp"])
def test_a_redirection_to_nowhere_is_refused(dialect):
    with pytest.raises(ConfigError, match="redirect_target"):
        route_words(Outlet.FLOWSPEC, Act.REDIRECT, dialect, Sinks())
    with pytest.raises(ConfigError, match="sinkhole_v4 or sinkhole_v6"):
        route_words(Outlet.RTBH, Act.REDIRECT, dialect, Sinks())
    with pytest.raises(ConfigError, match="sinkhole_name"):
        zone_target(Act.REDIRECT, Sinks())
