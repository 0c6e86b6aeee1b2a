"""Mixed: sessions that drop beside sessions that only prefer, taken by each parser; the others beside golden words."""

from dataclasses import replace

import pytest

from noroshi.jobs.readiness.checking_text import PARSERS, check_text
from noroshi.readiness.rpki.configure import DIALECTS, Treatment


@pytest.fixture
def mixed(wish):
    base = wish(Treatment.PREFER)
    first, *rest = base.neighbours
    return replace(base, neighbours=(replace(first, treatment=Treatment.DROP), *rest))


@pytest.mark.parametrize("dialect", sorted(PARSERS.keys() & DIALECTS.keys()))
def test_the_parser_takes_it(mixed, dialect):
    text = DIALECTS[dialect](mixed)
    found = check_text(dialect, text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    assert found.good, found.said


@pytest.mark.parametrize(
    ("dialect", "lines"),
    [
        ("ios-xr", ["route-policy ROV-IN-DROP", "    drop", "   route-policy ROV-IN-DROP in", "   route-policy ROV-IN in"]),
        ("eos", ["route-map ROV-IN-DROP deny 10", "   neighbor 198.51.100.1 route-map ROV-IN-DROP in",
                 "   neighbor 2001:db8::1 route-map ROV-IN in"]),
        ("junos", ["set policy-options policy-statement ROV-IN-DROP term invalid then reject",
                   "set protocols bgp group session1 neighbor 198.51.100.1 import ROV-IN-DROP",
                   "set protocols bgp group session2 neighbor 2001:db8::1 import ROV-IN"]),
        ("openbgpd", ["deny quick from 198.51.100.1 ovs invalid", "match from 2001:db8::1 ovs invalid set localpref 50"]),
    ],
)  # fmt: skip
def test_each_session_has_its_own_policy(mixed, dialect, lines):
    text = DIALECTS[dialect](mixed).splitlines()
    assert [line for line in lines if line not in text] == []
