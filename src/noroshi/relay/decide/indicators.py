"""Indicators: what the decisions allow to leave, one per subject."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.wording import reasons
from noroshi.spine.model import Decision, Finding, Indicator, Subject, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A finding, its latest decision, and whether it was ever shared."""

    finding: Finding
    latest: Decision
    ever_shared: bool

    @property
    def moment(self) -> tuple[datetime, datetime]:
        """When it was decided; of decisions taken together the later window counts."""
        return self.latest.at, self.finding.window.end

    @property
    def objects(self) -> bool:
        """Whether it speaks against sharing the subject at all.

        The policy's hold says that this window proves too little, which takes nothing back.
        """
        held_by_person = self.latest.verdict is Verdict.HOLD and not self.latest.by.startswith(
            "policy:"
        )
        return self.latest.verdict is Verdict.DROP or held_by_person


def indicators(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    policy: SharePolicy,
    at: datetime,
) -> list[Indicator]:
    """What may leave now, most confident first.

    A subject is shared while a finding on it stands shared and nobody objected later. One that was
    shared before and is no longer comes out revoked, so that consumers take it back. Those whose
    validity has ended, and those that may never leave, do not come out.

    Args:
        findings: All findings within reach of the validity.
        decisions: The record, oldest first; a finding's latest decision wins.
        policy: Validity, marking, and ranges that never leave.
        at: Now.
    """
    made = (
        _indicator(standings, policy)
        for standings in _by_subject(findings, decisions)
        if policy.may_leave(standings[0].finding.subject)
    )
    holding = [one for one in made if one is not None and one.valid_until > at]
    return sorted(holding, key=lambda one: (-one.confidence, one.id))


def _by_subject(
    findings: Iterable[Finding], decisions: Iterable[Decision]
) -> Iterator[list[_Standing]]:
    record: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        record[decision.finding_id].append(decision)
    grouped: dict[tuple[str, Subject], list[_Standing]] = defaultdict(list)
    for finding in findings:
        taken = record.get(finding.id)
        if taken:
            shared = any(decision.verdict is Verdict.SHARE for decision in taken)
            grouped[finding.kind, finding.subject].append(
                _Standing(finding=finding, latest=taken[-1], ever_shared=shared)
            )
    yield from grouped.values()


def _indicator(standings: list[_Standing], policy: SharePolicy) -> Indicator | None:
    ever = [one for one in standings if one.ever_shared]
    if not ever:
        return None
    live = [one for one in ever if one.latest.verdict is Verdict.SHARE]
    against = [one.moment for one in standings if one.objects]
    revoked = not live or any(moment >= max(one.moment for one in live) for moment in against)
    told = [one.finding for one in (live or ever)]
    newest = max(told, key=lambda finding: (finding.window.end, finding.score, finding.id))
    last_seen = max(finding.window.end for finding in told)
    return Indicator(
        subject=newest.subject,
        kind=newest.kind,
        label=newest.label,
        confidence=int(newest.score * 100),
        valid_from=min(finding.window.start for finding in told),
        valid_until=last_seen + timedelta(days=policy.valid_days),
        tlp=policy.tlp,
        reasons=reasons(newest),
        first_seen=min(finding.window.start for finding in told),
        last_seen=last_seen,
        revoked=revoked,
    )
