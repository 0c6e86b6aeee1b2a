"""Indicators: what the decisions allow to leave, one per subject."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from noroshi.relay.decide.candidate import UNMARKED, Candidate, candidates
from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.step import Outcome, step
from noroshi.spine.model import Decision, Edition, Finding, Indicator, Tlp

NOTHING_OFF: Mapping[str, Edition] = {}
"""Nothing was taken off a list."""


def indicators(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
    *,
    off: Mapping[str, Edition] = NOTHING_OFF,
    marked: Mapping[str, Tlp] = UNMARKED,
) -> list[Indicator]:
    """What may leave now, most confident first; what was shared and is no longer comes revoked.

    Those whose validity has ended, and those that may never leave, do not come out.

    Args:
        findings: All findings within reach of the validity.
        decisions: The record, oldest first.
        policy: Approvals, life, marking, and ranges that never leave.
        at: Now.
        off: What was suspended or withdrawn on the shared lists, by indicator id; it comes revoked
            as long as publishing would leave it off.
        marked: Markings that others gave, by finding id.
    """
    made = [
        _indicator(one, off, policy, at)
        for one in candidates(findings, decisions, policy, at, marked=marked)
        if one.indicator.valid_until > at and (one.ever_shared or not one.indicator.revoked)
    ]
    return sorted(made, key=lambda one: (-one.confidence, one.id))


def _indicator(
    candidate: Candidate, off: Mapping[str, Edition], policy: SharePolicy, at: datetime
) -> Indicator:
    listed = off.get(candidate.indicator.id)
    if listed is not None:
        next_step = step(listed.collection, candidate, listed, policy, at)
        if next_step is not None and next_step.outcome is not Outcome.ADDED:
            return replace(candidate.indicator, revoked=True)
    return candidate.indicator
