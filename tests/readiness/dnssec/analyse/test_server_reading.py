"""What servers show."""

import dns.name
import pytest

from noroshi.readiness.dnssec.analyse.server_reading import own_ds, read_parent, read_servers
from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.spine.net.dns_server import DnsServer


def seen(world, server, label, **options):
    return read_servers(dns.name.from_text(f"{label}.test"), [server], now=world.now, **{"ds": None, **options})  # fmt: skip


def test_a_good_server_is_taken_at_its_word(world, server):
    found = seen(world, server, "nsec3")
    (one,) = found.servers
    assert (one.verdict.state, one.tcp, one.authoritative, one.serial) == ("secure", True, True, 1)
    assert set(one.keys) == {ds.key_tag for ds in own_ds(found.zone, found)} | set(one.keys)
    assert found.hashed
    assert found.signatures.good == 3


@pytest.mark.parametrize("label", ["expired", "no-nsec", "nsec-tampered", "keytrap"])
def test_a_broken_one_is_not(world, server, label):
    assert seen(world, server, label).servers[0].verdict.state == "bogus"


def test_named_names_are_asked_for(world, server):
    name = dns.name.from_text("www.tampered.test")
    assert seen(world, server, "tampered").servers[0].verdict.state == "secure"
    assert (
        seen(world, server, "tampered", names=[name]).servers[0].verdict.fault == "signature-wrong"
    )


def test_a_silent_server_is_told(world):
    found = seen(world, DnsServer(address="127.0.0.1", port=1, timeout_s=0.1), "good")
    assert (found.soa, found.servers[0].serial) == (None, None)


def test_the_parent_tells_the_ds(world, resolver):
    asked = DnsServer(address="127.0.0.1", port=resolver)
    anchors = read_anchors(world.anchor)
    ds, ttl, verdict = read_parent(dns.name.from_text("two-ds.test"), asked, anchors, now=world.now)
    assert (len(ds), ttl > 0, verdict.state) == (2, True, "secure")
    ds, _, verdict = read_parent(dns.name.from_text("plain.test"), asked, anchors, now=world.now)
    assert (ds, verdict.state) == ((), "insecure")


def test_without_an_answer_the_ds_is_unknown(world):
    silent = DnsServer(address="127.0.0.1", port=1, timeout_s=0.1)
    ds, _, verdict = read_parent(dns.name.from_text("good.test"), silent, read_anchors(world.anchor), now=world.now)  # fmt: skip
    assert (ds, verdict.state) == (None, "indeterminate")
