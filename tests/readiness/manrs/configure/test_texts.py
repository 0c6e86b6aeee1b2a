"""Texts: parsers take each filter and refuse its broken variants; the others hold golden lines."""

from ipaddress import IPv4Address, ip_address

import pytest

from noroshi.jobs.readiness.checking_text import PARSERS, check_text
from noroshi.readiness.manrs.configure import DIALECTS, FilterWish
from noroshi.readiness.manrs.prefix_range import PrefixRange
from noroshi.readiness.rpki.configure.wish import MARK

RANGES = (
    PrefixRange(is_v6=False, address=0xC0000200, length=24, low=24, high=24),
    PrefixRange(is_v6=False, address=0x0A000000, length=23, low=23, high=24),
    PrefixRange(is_v6=False, address=0x0A000400, length=22, low=24, high=24),
    PrefixRange(is_v6=True, address=0x20010DB8 << 96, length=32, low=32, high=48),
    PrefixRange(is_v6=True, address=0x20010DB8 << 96, length=32, low=40, high=40),
)
BROKEN = {
    "frr": ["prefix-list AS|prefix-lst AS", " permit | permitt ", "192.0.2.0/24|192.0.2.0/33", "le 24|le 240", "ge 24|ge 99", "seq 5|seq x",
            "router bgp 64500|router bgp 0", "bgp router-id 192.0.2.1|bgp router-id 192.0.2", "remote-as 64501|remote-as x", "ipv4 unicast|ipv5 unicast",
            "maximum-prefix 10|maximum-prefix x", "activate|aktivate"],
    "bird": ["define |defne ", "192.0.2.0/24|192.0.2.0/33", "{23,24}|{23,240}", "{23,24}|{23;24}", "];|)", "filter take|filtr take", "net ~|net ~~",
             "accept;|accept", "as 64500;|as x;", "import limit 10|import limit x", "disable|disabled", "router id 192.0.2.1|router id 192.0.2"],
    "gobgp": ["as = 64500|as = x", '"192.0.2.1"|192.0.2.1', "ip-prefix =|ip-prefix", "[[defined-sets.prefix-sets]]|[[defined-sets.prefix-sets]",
              "max-prefixes = 10|max-prefixes = ten", "peer-as = 64501|peer-as = sixty", '"reject-route"|reject-route', "[[neighbors]]|[neighbors]",
              '["AS64501-IN"]|[AS64501-IN]', "[global.config]|[global.config", 'masklength-range = "|masklength-range = ', "ip-prefix = |prefix = = "],
    "openbgpd": ["AS 64500|AS x", "router-id 192.0.2.1|router-id 192.0.2.256", "remote-as 64501|remote-as x", "IPv4 unicast|IPv5 unicast", "max-prefix 10|max-prefix x",
                 "192.0.2.0/24|192.0.2.0/129", "allow quick|alow quick", "prefixlen 23 - 24|prefixlen 23 - 240", "prefixlen = 24|prefixlen = x", "deny from|dny from",
                 "neighbor 198.51.100.1 {|neighbor 198.51.100 {", "}|"],
}  # fmt: skip


def wish(address="198.51.100.1"):
    return FilterWish(
        asn=64500,
        router_id=IPv4Address("192.0.2.1"),
        address=ip_address(address),
        customer=64501,
        ranges=RANGES,
        limit=10,
    )


def checked(dialect, text):
    found = check_text(dialect, text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    return found


@pytest.mark.parametrize("address", ["198.51.100.1", "2001:db8::1"])
@pytest.mark.parametrize("dialect", sorted(PARSERS.keys() & DIALECTS.keys()))
def test_the_parser_takes_it(dialect, address):
    found = checked(dialect, DIALECTS[dialect](wish(address)))
    assert found.good, found.said


@pytest.mark.parametrize(
    ("dialect", "change"),
    [(dialect, change) for dialect, changes in BROKEN.items() for change in changes],
)
def test_a_broken_variant_is_refused(dialect, change):
    text = DIALECTS[dialect](wish())
    old, _, new = change.partition("|")
    assert old in text
    assert not checked(dialect, text.replace(old, new, 1)).good


def test_each_has_twelve_broken_variants():
    assert {dialect: len(changes) for dialect, changes in BROKEN.items()} == dict.fromkeys(
        PARSERS.keys() & DIALECTS.keys(), 12
    )


@pytest.mark.parametrize(
    ("dialect", "lines"),
    [
        ("ios-xr", ["  192.0.2.0/24,", "  10.0.0.0/23 le 24,", "  10.0.4.0/22 ge 24 le 24", "   maximum-prefix 10"]),
        ("eos", ["   seq 10 permit 192.0.2.0/24", "   seq 20 permit 10.0.0.0/23 le 24", "   neighbor 198.51.100.1 maximum-routes 10"]),
        ("junos", ["set policy-options policy-statement AS64501-IN term take from route-filter 192.0.2.0/24 exact",
                   "set policy-options policy-statement AS64501-IN term take from route-filter 10.0.4.0/22 prefix-length-range /24-/24"]),
    ],
)  # fmt: skip
def test_others_hold_golden_lines(dialect, lines):
    text = DIALECTS[dialect](wish()).splitlines()
    assert MARK in text[0]
    assert [line for line in lines if line not in text] == []
