"""Signing policies: read by the servers' own parsers, and broken ones refused."""

from ipaddress import ip_address

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.dnssec.configure.signing import (
    SIGNERS,
    SigningWish,
    bind_signing,
    knot_signing,
)
from noroshi.spine.model import ConfigError
from noroshi.testing.daemons import program

PARENTS = (ip_address("192.0.2.53"), ip_address("2001:db8::53"))
FULL = SigningWish(zone="isp.example.", nsec3=True, parents=PARENTS)
WISHES = [FULL, SigningWish(zone="isp.example.", nsec3=True, opt_out=True, zsk_days=0), *(SigningWish(zone="isp.example.", algorithm=one) for one in SIGNERS)]  # fmt: skip

KNOT = [
    ("zone:", "zones:"), ("dnssec-policy: noroshi", "dnssec-policy: other"), ("algorithm: ecdsap256sha256", "algorithm: rot13"),
    ("dnssec-signing: on", "dnssec-signing: maybe"), ("nsec3-iterations: 0", "nsec3-iterations: many"), ("rrsig-lifetime: 14d", "rrsig-lifetime: 14x"),
    ("ksk-submission: parents", "ksk-submission: others"), ("rrsig-refresh: 7d", "rrsig-refresh: 30d"), ("parent: [parent1, parent2]", "parent: [nobody]"),
    ("address: 192.0.2.53", "address: ns.example:x"), ("cds-cdnskey-publish: rollover", "cds-cdnskey-publish: often"), ("  - domain", "  domain"),
]  # fmt: skip
BIND = [
    ("keys {", "kees {"), ("};\n\nzone", "}\n\nzone"), ("algorithm ecdsap256sha256", "algorithm rot13"), ("lifetime P90D", "lifetime 90 days"),
    ("iterations 0", "iterations many"), ("dnssec-policy \"noroshi\";\n  inline", "dnssec-policy \"other\";\n  inline"), ("P14D", "P14X"),
    ("optout no", "optout perhaps"), ("192.0.2.53", "192.0.2.530"), ("type primary", "type printer"), ("inline-signing yes", "inline-signing aye"),
    ("signatures-refresh P7D", "signatures-refresh P30D"),
]  # fmt: skip


def checked(dialect, text):
    if program({"knot": "knotc", "named": "named-checkconf"}[dialect]) is None:
        pytest.skip(f"the parser of {dialect} is not installed")
    return check_text(dialect, text)


@pytest.mark.parametrize(
    "wish", WISHES, ids=lambda wish: f"{wish.algorithm}-{wish.nsec3}-{wish.opt_out}"
)
@pytest.mark.parametrize(("dialect", "write"), [("knot", knot_signing), ("named", bind_signing)])
def test_the_servers_parser_reads_it(dialect, write, wish):
    found = checked(dialect, write(wish))
    assert found.good, found.said


@pytest.mark.parametrize("change", KNOT, ids=lambda change: change[1])
def test_knot_refuses_a_broken_policy(change):
    text = knot_signing(FULL)
    assert change[0] in text
    assert checked("knot", text.replace(*change)).good is False


@pytest.mark.parametrize("change", BIND, ids=lambda change: change[1])
def test_bind_refuses_a_broken_policy(change):
    text = bind_signing(FULL)
    assert change[0] in text
    assert checked("named", text.replace(*change)).good is False


@pytest.mark.parametrize("wish", [{"algorithm": "rsamd5"}, {"valid_days": 1}, {"valid_days": 90}, {"zsk_days": 20}, {"opt_out": True}])  # fmt: skip
def test_a_harmful_wish_is_refused(wish):
    with pytest.raises(ConfigError):
        SigningWish(zone="isp.example.", **wish)
