"""gobgp: its own parser takes what is written for every stage, and refuses each broken variant."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.rpki.configure import DIALECTS, Treatment

BROKEN = [
    ("as = 64500", "as = sixty"),
    ("[global.config]", "[global.config"),
    ("[[rpki-servers]]", "[[rpki-servers]"),
    ("port = 3323", 'port = "x"'),
    ('neighbor-address = "198.51.100.1"', 'neighbor-address = "198.51.100.256"'),
    ("peer-as = 64501", 'peer-as = "x"'),
    ('"ipv4-unicast"', '"ipv5-unicast"'),
    ("[policy-definitions.statements.actions]", "[policy-definitions.statements.actions"),
    ("set-local-pref = 50", 'set-local-pref = "low"'),
    ('name = "rov-in"', "name = rov-in"),
    ('import-policy-list = ["rov-in"]', 'import-policy-list = ["rov-in"'),
    ('default-import-policy = "accept-route"', 'default-import-policy = "accept-route'),
]


def checked(text):
    found = check_text("gobgp", text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    return found


@pytest.mark.parametrize("treatment", Treatment)
def test_the_parser_takes_every_stage(wish, treatment):
    found = checked(DIALECTS["gobgp"](wish(treatment)))
    assert found.good, found.said


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_a_broken_variant_is_refused(wish, old, new):
    text = DIALECTS["gobgp"](wish(Treatment.PREFER))
    assert old in text
    assert not checked(text.replace(old, new, 1)).good
