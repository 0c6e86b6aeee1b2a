"""Reviewing: what waits for a person, and what persons decide, one or many at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.decide.deciding import policy_of
from noroshi.jobs.decide.weighing import settle_one
from noroshi.jobs.decide.withdrawing import entry, restore, withdraw
from noroshi.jobs.house.auditing import trail_of
from noroshi.relay.decide import PERSON, UNTOLD, Record, SharePolicy, Waiting, collection_of, queue
from noroshi.spine.home import Home
from noroshi.spine.model import Decision, Edition, Finding, InputError, Standing, Text, Verdict
from noroshi.spine.store import Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.lists import Choice, SharedList

MOST_SUSPENDED = 10_000
"""Suspended entries that are listed; nobody reviews more at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A finding that waits.

    Attributes:
        waiting: The finding, why it waits, and who has approved.
        position: Place of the last decision on it; give it back when deciding, so that nothing is
            decided on stale news. 0 for none.
    """

    waiting: Waiting
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """All that waits for a person.

    Attributes:
        findings: Findings, highest score first.
        suspended: Entries that were reported wrong, oldest report first.
        untold: Why addresses wait that would leave else; null where none does.
    """

    findings: tuple[Queued, ...]
    suspended: tuple[Edition, ...]
    untold: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What became of one id.

    Attributes:
        id: Of the finding or entry.
        outcome: `taken`, `stale` (somebody decided meanwhile; look again), or `refused`.
        verdict: What holds now: `share`, `hold`, `drop`, or an entry's standing; empty where
            nothing was taken.
        approved_by: Who has approved so far.
        approvals: Distinct persons who must approve.
        message: Why it was not taken.
    """

    id: str
    outcome: str
    verdict: str = ""
    approved_by: tuple[str, ...] = ()
    approvals: int = 0
    message: str = ""


def review_queue(home: Home, store: Store, at: datetime) -> Queue:
    """What waits now."""
    policy = policy_of(home, store.database)
    waiting = queue(store.findings(), store.decisions(), policy, at)
    positions = Decisions(store.database).positions([one.finding.id for one in waiting])
    suspended = SharedList(store.database).entries(
        Choice(standings=(Standing.SUSPENDED,)), limit=MOST_SUSPENDED
    )
    return Queue(
        findings=tuple(
            Queued(waiting=one, position=positions.get(one.finding.id, 0)) for one in waiting
        ),
        suspended=tuple(suspended),
        untold=UNTOLD if policy.table_unread else None,
    )


def review(  # noqa: PLR0913  # one keyword for each fact of a decision
    home: Home,
    store: Store,
    ids: Sequence[str],
    verdict: Verdict,
    *,
    by: str,
    reason: str,
    at: datetime,
    seen: Mapping[str, int] | None = None,
) -> list[Reviewed]:
    """A person's decision on findings, or on suspended entries, by their ids.

    Each is taken or refused for itself. Approving a suspended entry lets it hold again; dropping it
    takes it back. Decisions on findings reach the list with the next publishing.

    Args:
        home: Settings and warning lists.
        store: Findings, decisions and lists.
        ids: Of findings, or of suspended entries.
        verdict: Share (approve), hold or drop.
        by: Who; `user:` is put before a bare name.
        reason: Why.
        at: Now.
        seen: Place of the last decision on each finding that the person saw; without it, as of now.
    """
    person = by if by.startswith(PERSON) else f"{PERSON}{by}"
    words = " ".join(reason.split())[:500]
    if not words:
        raise InputError("say why, in a few words")

    def decided(finding: Finding, taken: Sequence[Decision], policy: SharePolicy) -> Decision:
        if verdict is Verdict.SHARE:
            _check_share(finding, Record.of(taken), policy, person)
        text = Text(ja=words, en=words)
        return Decision(finding_id=finding.id, verdict=verdict, by=person, reason=text, at=at)

    def listed(indicator_id: str) -> Reviewed:
        return _on_entry(home, store, indicator_id, verdict, person, words, at)

    return list(_each(home, store, ids, seen, decided, listed))


def undo(  # one keyword for each fact of a decision
    home: Home,
    store: Store,
    ids: Sequence[str],
    *,
    by: str,
    at: datetime,
    seen: Mapping[str, int] | None = None,
) -> list[Reviewed]:
    """Take back the last person's decision on each finding: what stood before holds again.

    The record only grows: the decision stays in it, and so does its undoing.

    Args:
        home: Settings and warning lists.
        store: Findings and decisions.
        ids: Of findings.
        by: Who; `user:` is put before a bare name.
        at: Now.
        seen: As for `review`.
    """
    person = by if by.startswith(PERSON) else f"{PERSON}{by}"

    def undone(finding: Finding, taken: Sequence[Decision], _: SharePolicy) -> Decision:
        record = Record.of(taken)
        if not record.by_person or record.latest is None:
            raise InputError("no person's decision stands on it; there is nothing to undo")
        before = Record(record.standing[:-1]).latest
        last = record.latest
        return Decision(
            finding_id=finding.id,
            verdict=before.verdict if before else Verdict.HOLD,
            by=person,
            reason=Text(
                ja=f"{last.by} の判断（{last.verdict}）を取り消した。",
                en=f"Takes back the decision of {last.by} ({last.verdict}).",
            ),
            at=at,
            undo=True,
        )

    def listed(indicator_id: str) -> Reviewed:
        message = "it is an entry of a list; undo the decision on its finding, or approve it"
        return Reviewed(id=indicator_id, outcome="refused", message=message)

    return list(_each(home, store, ids, seen, undone, listed))


Deciding = Callable[[Finding, Sequence[Decision], SharePolicy], Decision]


def note_reviewed(
    home: Home, done: Iterable[Reviewed], *, by: str, verb: str, reason: str, at: datetime
) -> None:
    """Write what was taken into the audit, from whichever door it came.

    Args:
        home: Whose audit.
        done: What became of each id; only what was taken is written.
        by: Who decided.
        verb: `share`, `hold`, `drop` or `undo`.
        reason: Why.
        at: Now.
    """
    trail = trail_of(home, lambda: at)
    for each in done:
        if each.outcome == "taken":
            trail.note(by, f"review.{verb}", each.id, {"reason": reason})


def _each(  # two ways of deciding on one list of ids
    home: Home,
    store: Store,
    ids: Sequence[str],
    seen: Mapping[str, int] | None,
    decided: Deciding,
    listed: Callable[[str], Reviewed],
) -> Iterator[Reviewed]:
    record = Decisions(store.database)
    policy = policy_of(home, store.database)
    unique = list(dict.fromkeys(ids))
    now = record.positions(unique) | dict(seen or {})
    before = record.of_findings(unique)
    for one in unique:
        finding = store.finding(one)
        if finding is None:
            yield _entry_or_nothing(store, one, listed)
            continue
        try:
            decision = decided(finding, before.get(one, []), policy)
        except InputError as error:
            yield Reviewed(id=one, outcome="refused", message=str(error))
            continue
        done = record.append([decision], seen=now)
        if done.stale:
            message = "somebody decided meanwhile; look at it again"
            yield Reviewed(id=one, outcome="stale", message=message)
        else:
            settle_one(store, policy, finding)
            yield _taken(finding, [*before.get(one, []), decision], policy)


def _taken(finding: Finding, taken: Sequence[Decision], policy: SharePolicy) -> Reviewed:
    record = Record.of(taken)
    approvals = policy.approvals_of(finding.subject, record)
    return Reviewed(
        id=finding.id,
        outcome="taken",
        verdict=record.verdict(approvals=approvals).value,
        approved_by=tuple(decision.by for decision in record.approvals),
        approvals=policy.approvals_by_persons(finding.subject),
    )


def _check_share(finding: Finding, record: Record, policy: SharePolicy, person: str) -> None:
    """Refuse what nobody may share, and a second approval of one person.

    Raises:
        InputError: It is so.
    """
    if not policy.may_leave(finding.subject) or collection_of(finding.kind) is None:
        raise InputError(
            f"{finding.subject} may not leave, whoever decides: it is a subscriber's or a "
            "special-purpose address, or of a kind that is not shared"
        )
    if record.by_person and person in {decision.by for decision in record.approvals}:
        raise InputError(f"{person} has approved it already; another person must")


def _entry_or_nothing(store: Store, one: str, listed: Callable[[str], Reviewed]) -> Reviewed:
    try:
        entry(store, one)
        return listed(one)
    except InputError as error:
        missing = f"there is no finding and no entry {one}"
        known = SharedList(store.database).latest(one) is not None
        return Reviewed(id=one, outcome="refused", message=str(error) if known else missing)


def _on_entry(  # noqa: PLR0913, PLR0917  # the facts of one decision
    home: Home,
    store: Store,
    indicator_id: str,
    verdict: Verdict,
    person: str,
    words: str,
    at: datetime,
) -> Reviewed:
    if entry(store, indicator_id).standing is not Standing.SUSPENDED:
        raise InputError(
            "it is an entry that is not suspended; noroshi share withdraw takes it back"
        )
    if verdict is Verdict.SHARE:
        done = restore(home, store, indicator_id, by=person, reason=words, at=at)
    elif verdict is Verdict.DROP:
        done = withdraw(store, indicator_id, by=person, reason=words, at=at)
    else:
        raise InputError("it is suspended, which holds it already; approve or drop it")
    return Reviewed(id=indicator_id, outcome="taken", verdict=done.standing.value)
