"""Candidate: what the findings on one subject and the decisions on them come to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from noroshi.relay.decide.contributed import stricter
from noroshi.relay.decide.life import Ending, last_seen
from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.record import Record, ever_shared
from noroshi.relay.decide.verdict import POLICY
from noroshi.relay.decide.wording import reasons, told_outside
from noroshi.spine.model import Decision, Finding, Indicator, Subject, Text, Tlp, Verdict

MOMENT = timedelta(seconds=1)
"""The shortest that a fact lasts: what was met after its end is over."""

NEVER: Mapping[str, datetime] = {}
"""No entry was ever sighted."""

LASTING: Mapping[str, Ending] = {}
"""Nothing is known to be gone."""

UNMARKED: Mapping[str, Tlp] = {}
"""Nothing bears a marking of others."""


_UNSAID = Text(ja="（書かない）", en="(not written)")
"""Stands where reasons are not asked for."""


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
        gone: Why it ends earlier than its lifetime says; null where it does not.
        untold: Whether it is revoked only because nobody can tell now what approvals it takes.
    """

    indicator: Indicator
    reason: Text
    by: str
    approved_at: datetime | None
    ever_shared: bool
    gone: Text | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known besides findings and decisions."""

    sighted: Mapping[str, datetime]
    marked: Mapping[str, Tlp]
    ended: Mapping[str, Ending]
    worded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """A finding, what the decisions on it come to, and whether anybody ever wanted it shared."""

    finding: Finding
    record: Record
    latest: Decision
    verdict: Verdict
    wanted: bool
    untold: bool
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


def candidates(  # noqa: PLR0913  # one keyword for each thing that is known
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
    *,
    sighted: Mapping[str, datetime] = NEVER,
    marked: Mapping[str, Tlp] = UNMARKED,
    ended: Mapping[str, Ending] = LASTING,
    worded: bool = True,
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
        marked: Markings that others gave, by finding id; what rests on them alone leaves under none
            that is more open.
        ended: What is known to be gone, by indicator id: it holds no longer than that.
        worded: Whether reasons are written; most of the work, and of no use where nothing changes.
    """
    known = _Known(sighted, marked, ended, worded)
    made = (
        _candidate(weighed, policy, at, known)
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
            untold = policy.untold(subject) is not None
            weighed = (_weighed(one, mine, approvals, untold=untold) for one, mine in group)
            yield [one for one in weighed if one is not None]


def _weighed(
    finding: Finding, taken: list[Decision], approvals: int, *, untold: bool
) -> _Weighed | None:
    record = Record.of(taken)
    if record.latest is None:
        return None
    needed = record.needed(approvals, untold=untold)
    verdict = record.verdict(approvals=needed)
    return _Weighed(
        finding=finding,
        record=record,
        latest=record.latest,
        verdict=verdict,
        wanted=any(decision.verdict is Verdict.SHARE for decision in taken),
        untold=needed > approvals and verdict is not record.verdict(approvals=approvals),
        ever_shared=ever_shared(taken, approvals=needed),
        said_at=taken[-1].at if taken[-1].undo else record.approved_at,
    )


def _candidate(
    weighed: list[_Weighed], policy: SharePolicy, at: datetime, known: _Known
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
    untold = revoked and _is_untold(weighed)
    told = live or wanted
    deciding = max(objections or told, key=lambda one: one.moment).latest
    fact, gone = _fact([one.finding for one in told], policy, at, known)
    if known.marked:
        given = [known.marked.get(one.finding.id, policy.tlp) for one in told]
        fact = replace(
            fact, tlp=min((stricter(policy.tlp, tlp) for tlp in given), key=tuple(Tlp).index)
        )
    lacking = revoked and deciding.verdict is Verdict.SHARE
    objection = policy.objection(fact.subject) if lacking else None
    fact = replace(fact, revoked=revoked)
    return Candidate(
        indicator=fact,
        reason=objection or (_reason(deciding, fact, gone) if known.worded else _UNSAID),
        by=POLICY if objection else deciding.by,
        approved_at=max((one.said_at for one in live if one.said_at), default=None),
        ever_shared=any(one.ever_shared for one in wanted),
        gone=gone,
        untold=untold,
    )


def _is_untold(weighed: list[_Weighed]) -> bool:
    """Whether it would be shared by those approvals that are known to be needed."""
    passed = [one.moment for one in weighed if one.untold or one.verdict is Verdict.SHARE]
    return any(one.untold for one in weighed) and not any(
        one.objects and one.moment >= max(passed) for one in weighed
    )


def _reason(deciding: Decision, fact: Indicator, gone: Text | None) -> Text:
    """Why it stands as it stands: what ended it, else what was decided."""
    return gone if gone and not fact.revoked else _told(deciding, fact.subject)


def _told(decision: Decision, subject: Subject) -> Text:
    """The decision's reason, as it may leave: what persons wrote loses other addresses."""
    return Text(
        ja=told_outside(decision.reason.ja, subject), en=told_outside(decision.reason.en, subject)
    )


def _fact(
    findings: list[Finding], policy: SharePolicy, at: datetime, known: _Known
) -> tuple[Indicator, Text | None]:
    """What would leave, and why it ends earlier than its lifetime says; null where it does not."""
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
        reasons=reasons(newest) if known.worded else (),
        first_seen=first,
        last_seen=found,
    )
    seen = last_seen(found, known.sighted.get(fact.id), at)
    until, gone = seen + lifetime, None
    ending = known.ended.get(fact.id)
    if ending is not None and first < ending.at < until:
        until, gone = ending.at, ending.reason
    lasts = max(until - seen, MOMENT)
    left = policy.life.confidence(fact.confidence, age=at - seen, lifetime=lasts)
    return replace(fact, confidence=left, valid_until=until, last_seen=seen), gone
