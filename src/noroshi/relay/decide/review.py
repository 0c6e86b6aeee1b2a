"""Review: the findings that wait for a person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.record import Record
from noroshi.relay.decide.verdict import decide
from noroshi.spine.model import Decision, Finding, Subject, Text, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A finding that a person should look at.

    Attributes:
        finding: The finding; of one subject's findings the one with most approvals, else the
            newest.
        reason: Why the policy does not share it.
        approved_by: Who has approved so far (`user:…`).
        approvals: Distinct persons who must approve.
    """

    finding: Finding
    reason: Text
    approved_by: tuple[str, ...]
    approvals: int


def queue(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
) -> list[Waiting]:
    """One finding of each subject that waits, highest score first.

    A subject waits while the policy holds a finding on it that is not too old to share, no other
    finding shares it, and no person has held or dropped it since.

    Args:
        findings: All findings within reach of the validity.
        decisions: The record, oldest first.
        policy: What the policy holds, and how many persons it takes.
        at: Now.
    """
    taken: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        taken[decision.finding_id].append(decision)
    grouped: dict[tuple[str, Subject], list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.kind, finding.subject].append(finding)
    records = {finding_id: Record.of(mine) for finding_id, mine in taken.items()}
    waiting = (_waiting(group, records, policy, at) for group in grouped.values())
    found = [one for one in waiting if one is not None]
    return sorted(found, key=lambda one: (-one.finding.score, one.finding.id))


_NONE = Record(())


def _waiting(
    group: Sequence[Finding], records: dict[str, Record], policy: SharePolicy, at: datetime
) -> Waiting | None:
    subject, kind = group[0].subject, group[0].kind
    lifetime = policy.life.lifetime(kind, subject.kind)
    fresh = [finding for finding in group if finding.window.end + lifetime > at]
    if not fresh or not policy.may_leave(subject):
        return None
    weighed = [(finding, records.get(finding.id, _NONE)) for finding in fresh]
    if any(_is_shared(finding, record, policy) for finding, record in weighed):
        return None
    if _refused(weighed):
        return None
    finding, record = max(
        weighed, key=lambda one: (len(one[1].approvals), one[0].window.end, one[0].id)
    )
    (proposed,) = decide([finding], policy, at)
    if proposed.verdict is not Verdict.HOLD:
        return None
    return Waiting(
        finding=finding,
        reason=proposed.reason,
        approved_by=tuple(decision.by for decision in record.approvals),
        approvals=policy.approvals_by_persons(subject),
    )


def _is_shared(finding: Finding, record: Record, policy: SharePolicy) -> bool:
    needed = policy.approvals_of(finding.subject, record)
    return record.verdict(approvals=needed) is Verdict.SHARE


def _refused(weighed: Sequence[tuple[Finding, Record]]) -> bool:
    """Whether the last person who spoke on the subject held or dropped it."""
    said = [
        record.latest for _, record in weighed if record.latest is not None and record.by_person
    ]
    return bool(said) and max(said, key=lambda one: one.at).verdict is not Verdict.SHARE
