"""Policy file: a real Knot Resolver acts by it, follows its changes, and tells what it met."""

import re
from dataclasses import replace

import pytest

from noroshi.jobs.outlet.configuring import resolver_text
from noroshi.jobs.outlet.hits import count_hits
from noroshi.jobs.outlet.policy_file import write_policy
from noroshi.jobs.outlet.staging import take_step, withdraw
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import Act, Outlet, Subject, SubjectKind
from noroshi.testing.daemons import eventually, free_port, program
from noroshi.testing.policy_zone import ZONE, Kresd

from .conftest import AT, HOURS, listed

BY = "user:hanako"
TRUE = {"203.0.113.1"}


def bad(name="bad.test"):
    return listed(Subject(SubjectKind.DOMAIN, name), collection="malicious-sites")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "noroshi.rpz"


@pytest.fixture
def kresd(tmp_path, file):
    path = program("kresd")
    if path is None:
        pytest.skip("kresd is not installed here; it is in Debian's knot-resolver")
    policy, checked = resolver_text("kresd", str(file))
    assert checked.good, checked.said
    one = Kresd(program=path, folder=tmp_path / "kresd", port=free_port(), primary=0, policy=policy)
    one.prepare()
    return one


@pytest.fixture
def zoned(home):
    with home.settings_file.open("a") as settings:
        settings.write(f'[zone]\nname = "{ZONE}"\n')
    return Home(home.path)


def addresses(resolver, name):
    return {str(item) for found in resolver.answer(name).answer for item in found}


def test_knot_resolver_logs_redirects_by_blocking_and_lets_go(zoned, store, publish, kresd, file):
    publish(bad(), listed(Subject.ip("192.0.2.1")))

    def step(act):
        take_step(zoned, Outlet.RPZ, act, by=BY, at=AT, because="a test")
        write_whole([write_policy(zoned, store, AT).text], file)

    step(Act.LOG)
    with kresd.running():
        assert addresses(kresd, "www.bad.test") == addresses(kresd, "good.test") == TRUE
        assert "rpz: applied [noroshi] www.bad.test. rpz-passthru 127.0.0.1@" in kresd.told
        for act in (Act.REDIRECT, Act.BLOCK):
            step(act)
            eventually(lambda: kresd.blocks("bad.test"), f"{act}")
            assert kresd.blocks("www.bad.test")
            assert addresses(kresd, "good.test") == TRUE
        write_whole([b"; damaged\nno zone at all ("], file)
        publish(bad("worse.test"), at=AT + HOURS)
        withdraw(zoned, [Outlet.RPZ], by=BY, at=AT)
        write_whole([write_policy(zoned, store, AT + HOURS).text], file)
        eventually(lambda: addresses(kresd, "bad.test") == TRUE, "withdrawal")
        lines = kresd.told.encode().splitlines()
    hits = count_hits(zoned, store, lines, AT)
    assert set(hits.owners) == {"bad.test", "www.bad.test"}
    assert (hits.unknown, hits.clients, len(hits.entries)) == (0, 1, 1)


def test_the_file_names_what_is_listed_and_counts_the_rest(home, store, publish):
    publish(bad(), listed(Subject.ip("192.0.2.1")), bad("rpz-ip"))
    made = write_policy(home, store, AT)
    assert (made.act, made.names) == (Act.BLOCK, 1)
    assert dict(made.left_out) == {"no-name": 1, "unsayable": 1}
    assert made.text.endswith(b"bad.test CNAME .\n*.bad.test CNAME .\n")


@pytest.mark.parametrize("settings", ['[outlet]\nnever = ["isp.test"]\n'])
def test_what_the_settings_guard_is_not_named(home, store, publish):
    publish(bad("isp.test"), bad("www.isp.test"), bad())
    made = write_policy(home, store, AT)
    assert (made.names, made.left_out["never"]) == (1, 2)


def test_the_first_line_changes_with_the_records_only(home, store, publish):
    def first(at):
        return write_policy(home, store, at).text.partition(b"\n")[0]

    publish(bad())
    before = first(AT)
    assert re.fullmatch(rb"; [0-9a-f]{64}", before)
    assert first(AT + HOURS) == before
    take_step(home, Outlet.RPZ, Act.LOG, by=BY, at=AT)
    assert first(AT) != before
    withdraw(home, [Outlet.RPZ], by=BY, at=AT)
    empty = write_policy(home, store, AT)
    assert (empty.names, empty.text.count(b"CNAME")) == (0, 0)
    assert first(AT) != before


def test_a_name_that_ended_is_not_named(home, store, publish):
    change = bad()
    publish(replace(change, indicator=replace(change.indicator, valid_until=AT + HOURS)))
    assert write_policy(home, store, AT).names == 1
    assert write_policy(home, store, AT + HOURS).names == 0
