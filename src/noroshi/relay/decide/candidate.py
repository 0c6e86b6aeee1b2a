"""Candidate: what the findings on one subject and the decisions on them come to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.relay.decide.life import last_seen
from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.record import Record, ever_shared
from noroshi.relay.decide.verdict import POLICY
from noroshi.relay.decide.wording import reasons, told_outside
from noroshi.spine.model import Decision, Finding, Indicator, Subject, Text, Verdict

NEVER: Mapping[str, datetime] = {}
"""No entry was ever sighted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A subject that may stand on a list.

    Attributes:
        indicator: What would leave; `revoked` where it may not. Its
            `last_seen` counts sightings, too.
        reason: What made it so, in words that may leave.
        by: Who made it so.
        approved_at: When a person last approved one of the findings that share it, or undid what
            spoke against it; null for never.
        ever_shared: Whether it ever had all approvals that it takes now.
    """

    indicator: Indicator
    reason: Text
    by: str
    approved_at: datetime | None
    ever_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """A finding, what the decisions on it come to, and whether anybody ever wanted it shared."""

    finding: Finding
    record: Record
    latest: Decision
    verdict: Verdict
    wanted: bool
    ever_shared: bool
    said_at: datetime | None

    @property
    def moment(self) -> tuple[datetime, datetime]:
        """When it was decided; of decisions taken together the later window counts."""
        return self.latest.at, self.finding.window.end

    @property
    def objects(self) -> bool:
        """Whether it speaks against sharing the subject at all.

        The policy's hold says that this window proves too little, which takes nothing back.
        """
        against = self.latest.verdict
        return against is Verdict.DROP or (against is Verdict.HOLD and self.record.by_person)


def candidates(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
    *,
    sighted: Mapping[str, datetime] = NEVER,
) -> list[Candidate]:
    """What anybody, policy or person, ever wanted to leave, in no order; expired ones, too.

    A subject is shared while a finding on it stands shared and nobody objected later; else it
    comes out revoked.

    Args:
        findings: All findings within reach of the validity.
        decisions: The record, oldest first.
        policy: Approvals, life, marking, and ranges that never leave.
        at: Now.
        sighted: When members last saw an entry, by indicator id.
    """
    made = (
        _candidate(weighed, policy, at, sighted)
        for weighed in _by_subject(findings, decisions, policy)
    )
    return [one for one in made if one is not None]


def _by_subject(
    findings: Iterable[Finding], decisions: Iterable[Decision], policy: SharePolicy
) -> Iterator[list[_Weighed]]:
    taken: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        taken[decision.finding_id].append(decision)
    grouped: dict[tuple[str, Subject], list[tuple[Finding, list[Decision]]]] = defaultdict(list)
    for finding in findings:
        mine = taken.get(finding.id)
        if mine:
            grouped[finding.kind, finding.subject].append((finding, mine))
    for (_, subject), group in grouped.items():
        if policy.may_leave(subject):
            approvals = policy.approvals(subject)
            weighed = (_weighed(finding, mine, approvals) for finding, mine in group)
            yield [one for one in weighed if one is not None]


def _weighed(finding: Finding, taken: list[Decision], approvals: int) -> _Weighed | None:
    record = Record.of(taken)
    if record.latest is None:
        return None
    return _Weighed(
        finding=finding,
        record=record,
        latest=record.latest,
        verdict=record.verdict(approvals=approvals),
        wanted=any(decision.verdict is Verdict.SHARE for decision in taken),
        ever_shared=ever_shared(taken, approvals=approvals),
        said_at=taken[-1].at if taken[-1].undo else record.approved_at,
    )


def _candidate(
    weighed: list[_Weighed], policy: SharePolicy, at: datetime, sighted: Mapping[str, datetime]
) -> Candidate | None:
    wanted = [one for one in weighed if one.wanted]
    if not wanted:
        return None
    live = [one for one in wanted if one.verdict is Verdict.SHARE]
    shared_at = max((one.moment for one in live), default=None)
    objections = [
        one for one in weighed if one.objects and (shared_at is None or one.moment >= shared_at)
    ]
    revoked = shared_at is None or bool(objections)
    told = live or wanted
    deciding = max(objections or told, key=lambda one: one.moment).latest
    fact = _fact([one.finding for one in told], policy, at, sighted)
    lacking = revoked and deciding.verdict is Verdict.SHARE
    objection = policy.objection(fact.subject) if lacking else None
    return Candidate(
        indicator=replace(fact, revoked=revoked),
        reason=objection or _told(deciding, fact.subject),
        by=POLICY if objection else deciding.by,
        approved_at=max((one.said_at for one in live if one.said_at), default=None),
        ever_shared=any(one.ever_shared for one in wanted),
    )


def _told(decision: Decision, subject: Subject) -> Text:
    """The decision's reason, as it may leave: what persons wrote loses other addresses."""
    return Text(
        ja=told_outside(decision.reason.ja, subject), en=told_outside(decision.reason.en, subject)
    )


def _fact(
    findings: list[Finding], policy: SharePolicy, at: datetime, sighted: Mapping[str, datetime]
) -> Indicator:
    newest = max(findings, key=lambda finding: (finding.window.end, finding.score, finding.id))
    first, found = (
        min(finding.window.start for finding in findings),
        max(finding.window.end for finding in findings),
    )
    lifetime = policy.life.lifetime(newest.kind, newest.subject.kind)
    fact = Indicator(
        subject=newest.subject,
        kind=newest.kind,
        label=newest.label,
        confidence=int(newest.score * 100),
        valid_from=first,
        valid_until=found + lifetime,
        tlp=policy.tlp,
        reasons=reasons(newest),
        first_seen=first,
        last_seen=found,
    )
    seen = last_seen(found, sighted.get(fact.id), at)
    left = policy.life.confidence(fact.confidence, age=at - seen, lifetime=lifetime)
    return replace(fact, confidence=left, valid_until=seen + lifetime, last_seen=seen)
