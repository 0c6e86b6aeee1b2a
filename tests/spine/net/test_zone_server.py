"""Zone server: a real Knot, and what is said when there is none. Feeding it is tested in jobs."""

from dataclasses import replace

import pytest

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.tsig_key import TsigKey
from noroshi.spine.net.zone_server import Blocked, Primary, Start, ZoneServer
from noroshi.testing.daemons import free_port, program
from noroshi.testing.policy_zone import ZONE, Knot


@pytest.fixture
def primary():
    key = TsigKey.make("noroshi-feed")
    return Primary(address="127.0.0.1", port=free_port(), zone=ZONE, key=key, ttl_s=300)


@pytest.fixture
def served(tmp_path, primary):
    """A real primary of the zone."""
    path = program("knotd")
    if path is None:
        pytest.skip("knotd is not installed here; it is in Debian's knot")
    knot = Knot(
        program=path, folder=tmp_path / "knot", port=primary.port, resolver=free_port(),
        key=primary.key,
    )  # fmt: skip
    knot.prepare()
    with knot.running():
        yield primary


def test_an_update_holds_as_a_whole_or_not_at_all(served):
    server = ZoneServer(served)
    seen = server.start()
    then = Start("a.example", seen.serial + 1)
    assert server.update(Blocked(added=["a.test", "*.a.test"]), seen=seen, then=then)
    assert server.start() == then
    stale = Start("b.example", seen.serial + 2)
    assert not server.update(Blocked(added=["b.test"], removed=["a.test"]), seen=seen, then=stale)
    assert sorted(server.held()) == [("*.a.test", True), ("a.test", True)]


def test_what_is_removed_and_added_is_made_anew(served):
    server = ZoneServer(served)
    seen = server.start()
    then = Start(seen.contact, seen.serial + 1)
    assert server.update(Blocked(added=["a.test"], removed=["a.test"]), seen=seen, then=then)
    assert list(server.held()) == [("a.test", True)]


def test_a_zone_that_is_not_served_is_wrong_settings(served):
    with pytest.raises(ConfigError, match="does it serve the zone"):
        ZoneServer(replace(served, zone="other.example")).start()


def test_a_silent_primary_is_unwell(primary):
    with pytest.raises(SourceError, match=str(primary.port)):
        ZoneServer(primary).start()
    with pytest.raises(SourceError, match="cannot be used"):
        list(ZoneServer(primary).held())


def test_the_place_is_told_with_the_zone(primary):
    assert str(ZoneServer(replace(primary, address="2001:db8::1", port=53))) == (
        f"[2001:db8::1]:53 ({ZONE})"
    )
