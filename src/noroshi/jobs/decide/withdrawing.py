"""Withdrawing: a person takes an entry back, or lets a suspended one hold again, at once."""

from dataclasses import replace
from datetime import datetime

from noroshi.jobs.decide.deciding import policy_of
from noroshi.relay.decide import Record, told_outside
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Decision,
    Edition,
    Finding,
    InputError,
    SourceError,
    Standing,
    Text,
    Verdict,
)
from noroshi.spine.store import Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.lists import Change, SharedList

ATTEMPTS = 5
"""How often a change is tried anew where somebody else changed the entry meanwhile."""

ON_LIST = frozenset({Standing.LIVE, Standing.SUSPENDED})


def withdraw(store: Store, indicator_id: str, *, by: str, reason: str, at: datetime) -> Edition:
    """Take an entry back everywhere, and drop its newest finding; a second time changes nothing.

    Args:
        store: Lists, findings and decisions.
        indicator_id: The entry.
        by: Who (`user:…`).
        reason: Why; addresses other than the entry's own are taken out before it leaves.
        at: Now.

    Raises:
        InputError: There is no such entry.
        SourceError: Others keep changing it.
    """
    done = change_standing(
        store, indicator_id, Standing.WITHDRAWN, of=ON_LIST, by=by, reason=reason, at=at
    )
    _drop_newest(store, done, by=by, reason=reason, at=at)
    return done


def restore(
    home: Home, store: Store, indicator_id: str, *, by: str, reason: str, at: datetime
) -> Edition:
    """Let a suspended entry hold again.

    Raises:
        InputError: There is no such entry, it may not leave, or it takes two approvals.
        SourceError: Others keep changing it.
    """
    listed = entry(store, indicator_id)
    policy = policy_of(home, store.database)
    subject = listed.indicator.subject
    if not policy.may_leave(subject):
        raise InputError(f"{subject} may not leave; withdraw it")
    objection = policy.objection(subject) or policy.untold(subject)
    if objection is not None:
        raise InputError(
            f"{objection.en} Drop the entry here; two persons can then approve its finding"
        )
    if listed.indicator.valid_until <= at:
        raise InputError(f"the validity of {subject} has ended; it comes back when seen anew")
    suspended = frozenset({Standing.SUSPENDED})
    return change_standing(
        store, indicator_id, Standing.LIVE, of=suspended, by=by, reason=reason, at=at
    )


def entry(store: Store, indicator_id: str) -> Edition:
    """What holds for an entry.

    Raises:
        InputError: There is no such entry.
    """
    listed = SharedList(store.database).latest(indicator_id)
    if listed is None:
        raise InputError(f"there is no entry {indicator_id} on any list")
    return listed


def change_standing(  # noqa: PLR0913  # one keyword for each fact of an edition
    store: Store,
    indicator_id: str,
    standing: Standing,
    *,
    of: frozenset[Standing],
    by: str,
    reason: str,
    at: datetime,
) -> Edition:
    """Give an entry another standing, where it has one of `of`; else leave it as it is.

    Raises:
        InputError: There is no such entry.
        SourceError: Others keep changing it.
    """
    shared = SharedList(store.database)
    for _ in range(ATTEMPTS):
        listed = entry(store, indicator_id)
        if listed.standing not in of:
            return listed
        words = told_outside(reason, listed.indicator.subject)
        change = Change(
            collection=listed.collection,
            indicator=replace(listed.indicator, revoked=standing is not Standing.LIVE),
            standing=standing,
            reason=_reason(standing, words),
            by=by,
        )
        made = shared.publish([change], at, seen={indicator_id: listed.sequence})
        if made:
            return made[0]
    raise SourceError(f"others keep changing the entry {indicator_id}; try again")


def _reason(standing: Standing, words: str) -> Text:
    if standing is Standing.SUSPENDED:
        return Text(ja=f"誤りとの報告：{words}", en=f"Reported wrong: {words}")
    if standing is Standing.WITHDRAWN:
        return Text(ja=f"取り消し：{words}", en=f"Withdrawn: {words}")
    return Text(ja=f"確認して戻した：{words}", en=f"Looked at and restored: {words}")


def _drop_newest(store: Store, listed: Edition, *, by: str, reason: str, at: datetime) -> None:
    """One objection outweighs every earlier share of the subject."""
    indicator = listed.indicator
    findings = store.findings(kind=indicator.kind, subject=indicator.subject)
    if not findings or listed.standing is not Standing.WITHDRAWN:
        return
    newest: Finding = max(findings, key=lambda one: (one.window.end, one.id))
    record = Decisions(store.database)
    latest = Record.of(record.of_findings([newest.id]).get(newest.id, [])).latest
    if latest is not None and latest.verdict is Verdict.DROP and latest.by == by:
        return
    text = Text(ja=reason, en=reason)
    record.append([Decision(finding_id=newest.id, verdict=Verdict.DROP, by=by, reason=text, at=at)])
