"""bird: its own parser takes what is written for every stage, and refuses each broken variant."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.rpki.configure import DIALECTS, Treatment

BROKEN = [
    ("router id", "routr id"),
    ("protocol device {}", "protocol device {"),
    ("port 3323", "port x"),
    ("remote", "remtoe"),
    ("ROA_INVALID", "ROA_WRONG"),
    ("bgp_local_pref", "bgp_local_perf"),
    ("import filter rov_in4", "import filter rov_in5"),
    ("neighbor 198.51.100.1", "neighbor 198.51.100.256"),
    ("as 64501", "as 4294967296"),
    ("ipv4 {", "ipv5 {"),
    ("  accept;\n}", "  accept;\n"),
    ("roa_check(rov4", "roa_check(rov9"),
]


def checked(text):
    found = check_text("bird", text)
    if found.good is None:
        pytest.skip(f"{found.parser} is not installed")
    return found


@pytest.mark.parametrize("treatment", Treatment)
def test_the_parser_takes_every_stage(wish, treatment):
    found = checked(DIALECTS["bird"](wish(treatment)))
    assert found.good, found.said


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_a_broken_variant_is_refused(wish, old, new):
    text = DIALECTS["bird"](wish(Treatment.PREFER))
    assert old in text
    assert not checked(text.replace(old, new, 1)).good
