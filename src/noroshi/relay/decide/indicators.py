"""Indicators: what the decisions allow to leave, one per subject."""

from collections.abc import Iterable
from datetime import datetime

from noroshi.relay.decide.candidate import candidates
from noroshi.relay.decide.policy import SharePolicy
from noroshi.spine.model import Decision, Finding, Indicator


def indicators(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
) -> list[Indicator]:
    """What may leave now, most confident first; what was shared and is no longer comes revoked.

    Those whose validity has ended, and those that may never leave, do not come out.

    Args:
        findings: All findings within reach of the validity.
        decisions: The record, oldest first.
        policy: Approvals, life, marking, and ranges that never leave.
        at: Now.
    """
    made = [
        one.indicator
        for one in candidates(findings, decisions, policy, at)
        if one.indicator.valid_until > at and (one.ever_shared or not one.indicator.revoked)
    ]
    return sorted(made, key=lambda one: (-one.confidence, one.id))
