"""Dated steps, held to RFC 6781 and 7583."""

from datetime import UTC, datetime
from itertools import pairwise

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdataset
import pytest

from noroshi.readiness.dnssec.facts import Facts, Seen
from noroshi.readiness.dnssec.rollover import Clocks, Need, Roll, clocks_of, is_met, plan
from noroshi.spine.model import ConfigError
from noroshi.testing.signed_zone import Key

ZONE = dns.name.from_text("isp.test.")
BEGINS = datetime(2026, 9, 1, tzinfo=UTC)
CLOCKS = Clocks(key_ttl_s=100, ds_ttl_s=1_000, zone_ttl_s=10, spread_s=1, parent_s=50)
OLD, NEW = Key.make(15).public, Key.make(15).public
OLD_TAG, NEW_TAG = dns.dnssec.key_id(OLD), dns.dnssec.key_id(NEW)


def gaps(roll):
    times = [step.at for step in plan(roll, CLOCKS, begins=BEGINS)]
    return [(after - before).total_seconds() for before, after in pairwise(times)]


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        ("sign", [101, 1_050]), ("zsk", [101, 11]), ("ksk", [1_050, 101]),
        ("algorithm", [11, 101, 1_050, 101]), ("unsign", [1_050]),
    ],
)  # fmt: skip
def test_each_step_waits_for_the_caches_it_must(roll, expected):
    assert gaps(Roll(roll)) == expected


def test_a_step_tells_what_to_do_and_how_to_go_back():
    step = plan(Roll.KSK, CLOCKS, begins=BEGINS)[1].as_dict()
    assert (step["step"], step["at"], step["need"]) == (2, "2026-09-01T00:17:30.000Z", "new-ds")
    assert all(step[key]["ja"] and step[key]["en"] for key in ("do", "wait", "back"))


def facts(*tags, ds=None, keys=(OLD,)):
    held = dns.rdataset.Rdataset(1, 48)
    for key in keys:
        held.add(key, 100)
    soa = dns.rdata.from_text("IN", "SOA", "ns.isp.test. h.isp.test. 1 60 30 604800 300")
    servers = [Seen(server=str(place), serial=1, keys=one) for place, one in enumerate(tags)]
    records = None if ds is None else tuple(dns.dnssec.make_ds(ZONE, key, "SHA256") for key in ds)
    return Facts(zone=ZONE, now=0, soa=soa, soa_ttl_s=900, keys=held, servers=servers, ds=records, longest_ttl_s=600)  # fmt: skip


def met(need, found, old=OLD_TAG, new=NEW_TAG):
    return is_met(Need(need), found, old=old, new=new)


def test_a_key_must_be_at_every_server():
    both, one = (OLD_TAG, NEW_TAG), (OLD_TAG,)
    assert met("new-key", facts(both, both))
    assert not met("new-key", facts(both, one))
    assert not met("new-key-only", facts(both))
    assert met("new-key-only", facts((NEW_TAG,)))
    assert met("signed", facts(both))
    assert met("new-key", facts(), new=OLD_TAG)
    assert met("new-key", facts(both), new=None) is None


def test_the_parents_ds_is_looked_at():
    assert met("new-ds", facts(ds=(OLD, NEW)))
    assert not met("new-ds-only", facts(ds=(OLD, NEW)))
    assert met("new-ds-only", facts(ds=(NEW,)))
    assert met("no-ds", facts(ds=()))
    assert met("new-ds", facts(ds=(OLD,)), new=None)
    assert met("new-ds-only", facts(ds=(OLD,)), new=None) is None
    assert met("new-ds", facts()) is None
    assert met("nothing", facts())


def test_clocks_come_from_the_zone():
    found = clocks_of(facts(), zone_ttl_s=None, parent_s=7, ds_ttl_s=None)
    assert found == Clocks(key_ttl_s=100, ds_ttl_s=86_400, zone_ttl_s=600, spread_s=60, parent_s=7)
    assert clocks_of(facts(), zone_ttl_s=5, parent_s=7, ds_ttl_s=9).zone_ttl_s == 300


def test_absurd_times_are_refused():
    with pytest.raises(ConfigError, match="four weeks"):
        Clocks(key_ttl_s=2**31, ds_ttl_s=0, zone_ttl_s=0, spread_s=0, parent_s=0)
    with pytest.raises(ConfigError, match="SOA"):
        clocks_of(Facts(zone=ZONE, now=0), zone_ttl_s=None, parent_s=0, ds_ttl_s=None)
