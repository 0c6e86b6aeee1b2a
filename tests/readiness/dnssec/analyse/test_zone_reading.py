"""Whole zone files: every signature, and the chain of names."""

import dns.name
import pytest

from noroshi.readiness.dnssec.analyse.zone_reading import read_facts
from noroshi.readiness.dnssec.sense.zone_table import zone_table
from noroshi.testing.signed_zone import ZSK, Key, Nsec3, SignedZone

NOW = 1_800_000_000
RECORDS = "www A 192.0.2.1\n*.w A 192.0.2.2\na.b.c A 192.0.2.3\nsub NS ns.sub\nns.sub A 192.0.2.4\nsafe NS ns.sub\nsafe DS 1 13 2 " + "00" * 32 + "\nold DNAME www\n"  # fmt: skip
KEYS = (Key.make(15), Key.make(15, flags=ZSK))


def facts_of(tmp_path, progress=lambda _: None, **options):
    made = SignedZone(name="isp.test.", now=NOW, **{"records": RECORDS, "keys": KEYS, **options})
    path = tmp_path / "zone"
    path.write_text(made.text())
    with zone_table(path, dns.name.from_text("isp.test.")) as table:
        return read_facts(table, now=NOW, progress=progress)


@pytest.mark.parametrize("nsec3", [None, Nsec3(), Nsec3(opt_out=True), Nsec3(iterations=3, salt=b"\1")])  # fmt: skip
def test_a_good_zone_has_no_fault(tmp_path, nsec3):
    found = facts_of(tmp_path, nsec3=nsec3)
    assert (found.signatures.faults, found.broken_chain, found.signatures.extra) == ({}, [], 0)
    assert (found.cuts, found.unsigned_cuts) == (2, 1)
    assert found.opts_out is bool(nsec3 and nsec3.opt_out)
    assert found.signatures.good > 10


def test_an_unsigned_zone_is_told(tmp_path):
    found = facts_of(tmp_path, keys=())
    assert found.keys is None
    assert found.longest_ttl_s == 300


def edited(kind, label):
    def change(made, zone):
        zone.delete_rdataset(dns.name.from_text(label, made.origin), kind)

    return change


def test_a_missing_link_breaks_the_chain(tmp_path):
    found = facts_of(tmp_path, change=edited("NSEC", "sub"))
    assert "sub.isp.test." in found.broken_chain


def test_a_changed_bitmap_breaks_the_chain(tmp_path):
    def change(made, zone):
        name = dns.name.from_text("www", made.origin)
        zone.find_rdataset(name, "MX", create=True).add(
            dns.rdata.from_text("IN", "MX", "1 www"), 300
        )

    found = facts_of(tmp_path, change=change)
    assert found.broken_chain == ["www.isp.test."]
    assert found.signatures.examples["rrsig-missing"] == ["www.isp.test. MX"]


def test_a_zone_without_a_chain_is_told(tmp_path):
    def change(made, zone):
        for name in list(zone.nodes):
            zone.delete_rdataset(name, "NSEC")

    assert facts_of(tmp_path, change=change).broken_chain == ["isp.test."]


def test_missing_hashes_are_told(tmp_path):
    def change(made, zone):
        hashed = [name for name in zone.nodes if zone.get_rdataset(name, "NSEC3")]
        zone.delete_node(hashed[0])

    assert len(facts_of(tmp_path, nsec3=Nsec3(), change=change).broken_chain) == 2


def test_signatures_over_glue_are_told(tmp_path):
    def change(made, zone):
        name = dns.name.from_text("ns.sub", made.origin)
        made.sign(zone, name, zone.find_rdataset(name, "A"))

    assert facts_of(tmp_path, change=change).signatures.extra == 1
