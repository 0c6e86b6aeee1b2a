"""What members' systems announce takes two approvals, as their prefixes do."""

from dataclasses import replace
from ipaddress import ip_address

import pytest

from noroshi.jobs.decide.announcing import announced_by
from noroshi.jobs.decide.deciding import policy_of
from noroshi.relay.decide import UNTOLD
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError, Subject
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators
from noroshi.testing.members import make_operator

TABLE = """\
start,end,asn,name
198.51.100.0,198.51.100.255,64496,Alpha
203.0.113.0,203.0.113.127,64497,Beta
2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,64496,Alpha
"""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "noroshi.toml").write_text(
        '[iot]\nas_table = "as.csv"\n[share]\nmade_data = true\n'
    )
    (tmp_path / "as.csv").write_text(TABLE)
    return Home(tmp_path).create()


def test_addresses_come_by_as_number_in_both_families(home):
    told = announced_by(home, frozenset({64496, 64499}))
    assert list(told) == [64496]
    assert [(v, str(ip_address(a)), str(ip_address(b))) for v, a, b in told[64496]] == [
        (4, "198.51.100.0", "198.51.100.255"),
        (6, "2001:db8::", "2001:db8:0:ffff:ffff:ffff:ffff:ffff"),
    ]
    assert announced_by(home, frozenset()) == {}


def test_a_changed_table_is_read_again(home):
    announced_by(home, frozenset({64499}))
    (home.path / "as.csv").write_text(TABLE + "192.0.2.0,192.0.2.255,64499,Late\n")
    assert list(announced_by(home, frozenset({64499}))) == [64499]


def test_the_policy_is_concerned_about_what_members_announce(home):
    with Database.open(home.state_file) as database:
        member = replace(make_operator(), prefixes=(), domains=(), asns=(64496,))
        Operators(database).add(member)
        policy = policy_of(home, database)
        for address in ("198.51.100.7", "2001:db8::7"):
            (concern,) = policy.concerns(Subject.ip(address))
            assert member.name in concern.en
            assert policy.approvals(Subject.ip(address)) == 2
        assert policy.approvals(Subject.ip("203.0.113.7")) == 0
        home.settings_file.write_text("[share]\nmade_data = true\n")
        plain = policy_of(Home(home.path), database)
        assert plain.approvals(Subject.ip("198.51.100.7")) == 0


def test_a_policy_without_its_table_knows_that_it_cannot_tell(home):
    (home.path / "as.csv").write_text("nothing\n")
    address, name = Subject.ip("203.0.113.7"), Subject.domain("a.example")
    with Database.open(home.state_file) as database:
        assert not policy_of(home, database).table_unread  # no member has a system
        Operators(database).add(replace(make_operator(), asns=(64496,)))
        policy = policy_of(home, database)
    assert policy.untold(address) == UNTOLD
    assert policy.untold(name) is None
    assert policy.approvals(address) == 0
    assert policy.approvals_by_persons(address) == 2
    assert policy.approvals_by_persons(name) == 1


def test_a_table_that_is_gone_is_told(home):
    (home.path / "as.csv").unlink()
    with pytest.raises(SourceError, match="as_table"):
        announced_by(home, frozenset({64496}))
