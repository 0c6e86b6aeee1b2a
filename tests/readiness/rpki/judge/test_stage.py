"""Stage: a gate opens only when every check passes, and each reason shuts it alone."""

from dataclasses import replace

import pytest

from noroshi.readiness.rpki.configure import Treatment
from noroshi.readiness.rpki.judge.evidence import DayLoss, Evidence, GateLimits, ValidatorSeen
from noroshi.readiness.rpki.judge.stage import Step, after, before, gate, stage, wish_at

GOOD = ValidatorSeen(name="a.json", vrps=1000, age_s=60.0)
DAYS = tuple(DayLoss(day=f"2026-01-0{n}", octets=1e6, lost=10.0, moved=0.0) for n in range(1, 8))
KNOWN = Evidence(validators=(GOOD, replace(GOOD, name="b.json")), days=DAYS)


def opened(step, known):
    checks = list(gate(step, known, GateLimits(), "192.0.2.1"))
    return stage("192.0.2.1", step, checks, publish="next", back="previous")


@pytest.mark.parametrize("step", [None, Step.TAG, Step.PREFER, Step.DROP_PEERS])
def test_the_gate_opens_when_all_is_known_and_good(step):
    found = opened(step, KNOWN)
    assert found.is_open
    assert (found.publish, found.back) == ("next", "previous" if before(step) else "")
    assert found.following == after(step)


def test_the_last_step_has_no_gate():
    found = opened(Step.DROP, KNOWN)
    assert (found.is_open, found.following, found.publish, found.back) == (
        False,
        None,
        "",
        "previous",
    )


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (replace(KNOWN, validators=(GOOD,)), "rov.validators"),
        (replace(KNOWN, validators=(GOOD, replace(GOOD, failure="it is cut"))), "rov.freshness"),
        (replace(KNOWN, validators=(GOOD, replace(GOOD, age_s=7201.0))), "rov.freshness"),
        (replace(KNOWN, validators=(GOOD, replace(GOOD, expired=21))), "rov.freshness"),
        (replace(KNOWN, validators=(GOOD, replace(GOOD, differs=0.02))), "rov.agreement"),
        (replace(KNOWN, days=DAYS[1:]), "rov.lost"),
        (replace(KNOWN, days=()), "rov.lost"),
        (replace(KNOWN, days=(*DAYS, replace(DAYS[0], lost=100.0))), "rov.lost"),
        (replace(KNOWN, customers_hit={"a": 1.0}), "rov.customers"),
    ],
)
def test_each_lack_shuts_it(known, code):
    checks = list(gate(Step.PREFER, known, GateLimits(), "192.0.2.1"))
    assert code in {check.code for check in checks if check.level in {"bad", "unknown"}}
    found = stage("192.0.2.1", Step.PREFER, checks, publish="next", back="previous")
    assert not found.is_open
    assert "shut" in found.why.en


def test_steps_that_drop_nothing_need_no_traffic():
    bare = Evidence(validators=KNOWN.validators)
    assert opened(None, bare).is_open
    assert opened(Step.TAG, bare).is_open
    assert not opened(Step.PREFER, bare).is_open


def test_a_step_says_what_each_session_does(wish):
    base = wish(Treatment.TAG)
    peer = str(base.neighbours[0].address)
    found = wish_at(Step.DROP_PEERS, base, frozenset({peer}))
    assert [found.of(one) for one in found.neighbours] == [Treatment.DROP, Treatment.PREFER]
    assert list(wish_at(Step.DROP, found, frozenset()).groups) == [Treatment.DROP]
