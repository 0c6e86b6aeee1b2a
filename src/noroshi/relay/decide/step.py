"""Step: what becomes of one entry of a list when it is published again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from noroshi.relay.decide.candidate import Candidate
from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.record import PERSON
from noroshi.relay.decide.verdict import POLICY
from noroshi.spine.model import Edition, Indicator, Standing, Text

CONFIDENCE_STEP = 10
"""Points by which confidence must differ to be told anew; smaller ones would be noise."""

RENEWAL_SHARE = 10
"""A validity is told anew when it grew by this part of the lifetime (one tenth)."""

_EXPIRED = Text(
    ja="有効期限が過ぎました。", en="Its validity has ended: nobody has seen it for its lifetime."
)
_NEVER = Text(
    ja="加入者または特殊用途の範囲に掛かるため、外に出せません。",
    en="It touches subscriber or special-purpose ranges and may not leave.",
)
_UNFOUNDED = Text(
    ja="裏付ける検知結果が、もうありません。", en="No finding supports it any longer."
)


class Outcome(StrEnum):
    """What a step does."""

    ADDED = "added"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUSPENDED = "suspended"  # it stays so until a person looks
    SUPPRESSED = "suppressed"  # a person took it back not long ago
    HELD = "held"  # the list as a whole waits for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What becomes of one entry.

    Attributes:
        outcome: What the step does.
        collection: Name of the list.
        indicator: The entry, as it would be written.
        standing: What holds afterwards.
        reason: Why, for people.
        by: Who.
        seen: Sequence of the edition that it was made from; 0 for none.
        guarded: Whether it waits where the list changes too much at once.
    """

    outcome: Outcome
    collection: str
    indicator: Indicator
    standing: Standing
    reason: Text
    by: str
    seen: int
    guarded: bool = False

    @property
    def changes(self) -> bool:
        """Whether it makes an edition."""
        return self.outcome in {
            Outcome.ADDED,
            Outcome.RENEWED,
            Outcome.WITHDRAWN,
            Outcome.EXPIRED,
        }


def step(
    collection: str,
    candidate: Candidate | None,
    listed: Edition | None,
    policy: SharePolicy,
    at: datetime,
) -> Step | None:
    """What becomes of an entry; null where it neither stands on the list nor comes onto it.

    Args:
        collection: Name of the list.
        candidate: What findings and decisions say now; null where they say nothing.
        listed: What holds on the list; null for nothing.
        policy: Life, suppression, and what may never leave.
        at: Now.
    """
    expired = candidate is not None and candidate.indicator.valid_until <= at
    wanted = None if expired or candidate is None or candidate.indicator.revoked else candidate
    if listed is None or listed.standing is Standing.EXPIRED:
        return _live(collection, wanted, listed, Outcome.ADDED) if wanted else None
    if listed.standing is Standing.WITHDRAWN:
        return _once_withdrawn(collection, wanted, listed, policy, at) if wanted else None
    end = _end(candidate, listed, policy, at)
    if end is not None:
        return end
    if listed.standing is Standing.SUSPENDED:
        return _kept(listed, Outcome.SUSPENDED)
    if wanted is None or not _differs(wanted.indicator, listed.indicator, policy, at):
        return _kept(listed, Outcome.UNCHANGED)
    return _live(collection, wanted, listed, Outcome.RENEWED)


def _once_withdrawn(
    collection: str, wanted: Candidate, listed: Edition, policy: SharePolicy, at: datetime
) -> Step:
    """It may come back when policy took it, when a person says so, or seen anew after a time."""
    by_policy = listed.by.startswith("policy:")
    person_said = wanted.approved_at is not None and wanted.approved_at > listed.added_at
    over = at >= listed.added_at + timedelta(days=policy.suppress_days)
    if by_policy or person_said or (over and wanted.indicator.last_seen > listed.added_at):
        return _live(collection, wanted, listed, Outcome.ADDED)
    return _kept(listed, Outcome.SUPPRESSED)


def _end(
    candidate: Candidate | None, listed: Edition, policy: SharePolicy, at: datetime
) -> Step | None:
    """Why an entry that stands on the list ends; null where it does not."""
    if not policy.may_leave(listed.indicator.subject):
        return _ended(listed, Outcome.WITHDRAWN, _NEVER, POLICY)
    until = listed.indicator.valid_until if candidate is None else candidate.indicator.valid_until
    if until <= at:
        gone = candidate.gone if candidate is not None else None
        return _ended(listed, Outcome.EXPIRED, gone or _EXPIRED, POLICY)
    if candidate is not None and candidate.indicator.revoked and not candidate.untold:
        taken = _ended(listed, Outcome.WITHDRAWN, candidate.reason, candidate.by)
        return replace(taken, guarded=not candidate.by.startswith(PERSON))
    unfounded = candidate is None and listed.by.startswith("policy:auto-share/")
    if unfounded and listed.standing is Standing.LIVE:
        return replace(_ended(listed, Outcome.WITHDRAWN, _UNFOUNDED, POLICY), guarded=True)
    return None


def _differs(now: Indicator, listed: Indicator, policy: SharePolicy, at: datetime) -> bool:
    """Whether the difference is worth an edition."""
    if (now.label, now.tlp) != (listed.label, listed.tlp):
        return True
    if abs(now.confidence - listed.confidence) >= CONFIDENCE_STEP:
        return True
    grain = policy.life.lifetime(now.kind, now.subject.kind) / RENEWAL_SHARE
    longer = now.valid_until - listed.valid_until
    ends_soon = listed.valid_until <= at + grain
    return longer < timedelta(0) or longer >= grain or (ends_soon and longer > timedelta(0))


def _live(collection: str, candidate: Candidate, listed: Edition | None, outcome: Outcome) -> Step:
    return Step(
        outcome=outcome,
        collection=collection,
        indicator=candidate.indicator,
        standing=Standing.LIVE,
        reason=candidate.reason,
        by=candidate.by,
        seen=listed.sequence if listed else 0,
        guarded=outcome is Outcome.ADDED,
    )


def _ended(listed: Edition, outcome: Outcome, reason: Text, by: str) -> Step:
    standing = Standing.EXPIRED if outcome is Outcome.EXPIRED else Standing.WITHDRAWN
    return Step(
        outcome=outcome,
        collection=listed.collection,
        indicator=replace(listed.indicator, revoked=True),
        standing=standing,
        reason=reason,
        by=by,
        seen=listed.sequence,
    )


def _kept(listed: Edition, outcome: Outcome) -> Step:
    return Step(
        outcome=outcome,
        collection=listed.collection,
        indicator=listed.indicator,
        standing=listed.standing,
        reason=listed.reason,
        by=listed.by,
        seen=listed.sequence,
    )
