"""Hits: real resolvers log, redirect and block by the zone; their own logs say what was met."""

from dataclasses import replace
from datetime import date

import pytest

from noroshi.jobs.outlet.hits import count_hits, record_hits
from noroshi.jobs.outlet.staging import take_step, withdraw
from noroshi.jobs.share.zone_feeding import feed
from noroshi.spine.home.acts import read_acts
from noroshi.spine.model import (
    Act,
    ConfigError,
    MemberRole,
    Operator,
    Outlet,
    Subject,
    SubjectKind,
)
from noroshi.spine.store.members import Operators
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.daemons import eventually, program
from noroshi.testing.policy_zone import Bind, Unbound

from .conftest import AT, HOURS, listed

BAD = Subject(SubjectKind.DOMAIN, "bad.test")
SERVER = Subject.ip("192.0.2.1")
BY = "user:hanako"


def resolver(kind, name, folder, knot):
    path = program(name)
    if path is None:
        pytest.skip(f"{name} is not installed here; the Makefile names its package")
    one = kind(program=path, folder=folder / name, port=knot.resolver, primary=knot.port)
    one.prepare()
    return one


def told_address(resolver, name):
    answer = resolver.answer(name)
    return {str(item) for found in answer.answer for item in found}


@pytest.mark.parametrize(("kind", "name"), [(Bind, "named"), (Unbound, "unbound")])
def test_log_redirect_block_withdraw(zoned, store, publish, knot, tmp_path, kind, name):
    knot = replace(knot, unsigned=kind is Unbound)  # Unbound cannot sign a transfer
    knot.prepare()
    resolver_ = resolver(kind, name, tmp_path, knot)
    publish(listed(BAD, collection="malicious-sites"), listed(SERVER))
    take_step(zoned, Outlet.RPZ, Act.LOG, by=BY, at=AT)
    with knot.running(), resolver_.running():
        feed(zoned, store, AT)
        met = "bad.test.rpz.example" if kind is Bind else "rpz: applied"
        eventually(lambda: _asked(resolver_) and met in resolver_.told, "a log line")
        assert told_address(resolver_, "www.bad.test") == {"203.0.113.1"}
        for act, answer in ((Act.REDIRECT, {"sink.test.", "203.0.113.1"}), (Act.BLOCK, set())):
            take_step(zoned, Outlet.RPZ, act, by=BY, at=AT, because="a test")
            done = feed(zoned, store, AT + HOURS)
            assert done.reloaded
            eventually(lambda a=answer: told_address(resolver_, "bad.test") == a, f"{act}")
        withdraw(zoned, [Outlet.RPZ], by=BY, at=AT)
        feed(zoned, store, AT + HOURS)
        eventually(lambda: told_address(resolver_, "bad.test") == {"203.0.113.1"}, "withdrawal")
        lines = resolver_.told.encode().splitlines()
    hits = count_hits(zoned, store, lines, AT)
    address = "32.1.2.0.192.rpz-ip" if kind is Bind else "192.0.2.1/32"
    below = {"www.bad.test"} if kind is Bind else set()  # BIND tells the name that was asked
    assert set(hits.owners) == {"bad.test", address} | below
    assert (hits.unknown, hits.clients, len(hits.entries)) == (0, 1, 2)
    assert read_acts(zoned)[Outlet.RPZ].touched.clients == 1
    assert hits.read.met + hits.read.others == hits.read.lines == len(lines)


def _asked(resolver):
    told_address(resolver, "bad.test")
    told_address(resolver, "listed-address.test")
    return True


def test_hits_become_sightings_of_a_day(zoned, store, publish):
    publish(listed(BAD, collection="malicious-sites"))
    line = (
        b"27-Nov-2026 02:03:04.123 client @0x7f1 198.51.100.7#4000 (bad.test): "
        b"rpz QNAME NXDOMAIN rewrite bad.test/A/IN via bad.test.rpz.example\n"
    )
    hits = count_hits(zoned, store, [line, line, b"x\n", b"y" * 5_000], AT)
    assert (hits.read.refused, list(hits.entries.values())) == ({"line-too-long": 1}, [2])
    with pytest.raises(ConfigError, match="no operator alpha"):
        record_hits(store, hits, "alpha", date(2026, 1, 1), AT)
    alpha = Operator(id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=AT)
    Operators(store.database).add(alpha)
    for _ in range(2):
        assert record_hits(store, hits, "alpha", date(2026, 1, 1), AT) == 1
    (told,) = Sightings(store.database).of_operator("alpha")
    assert (told.count, told.source, told.note) == (2, "rpz", "")


def test_without_a_zone_nothing_can_be_told_apart(home, store):
    with pytest.raises(ConfigError, match=r"set \[zone\] name"):
        count_hits(home, store, [], AT)
