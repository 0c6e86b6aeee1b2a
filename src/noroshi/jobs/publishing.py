"""Publishing: what findings and decisions come to now becomes editions of the shared lists."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.jobs.deciding import decide_all, policy_of
from noroshi.relay.decide import (
    LISTS,
    POLICY,
    Candidate,
    Outcome,
    SharePolicy,
    Step,
    candidates,
    collection_of,
    guard,
    step,
)
from noroshi.spine.home import Home
from noroshi.spine.model import Edition, InputError, Standing
from noroshi.spine.store import Store
from noroshi.spine.store.holds import Holds
from noroshi.spine.store.lists import Change, Choice, SharedList
from noroshi.spine.store.sightings import Sightings

READ_AT_ONCE = 5_000
"""Entries read in one question."""

WRITTEN_AT_ONCE = 2_000
"""Changes in one transaction, so that others who publish wait for moments only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did; the counts of entries add up.

    Attributes:
        entries: Entries looked at: those that stand on a list or come onto it.
        added: Came onto a list, for the first time or again.
        renewed: Hold longer, or differ in confidence, class or marking.
        unchanged: Stay as they are.
        withdrawn: Were taken back.
        expired: Their validity has ended.
        suspended: Were reported wrong and stay suspended until a person looks.
        suppressed: Stay away because a person took them back.
        held: Wait because their list changes too much in one step.
        overtaken: Somebody else changed them meanwhile; the next publishing looks again.
        waiting: Lists that wait for a person, with live entries before and after.
        head: Sequence of the newest edition afterwards.
    """

    entries: int
    added: int
    renewed: int
    unchanged: int
    withdrawn: int
    expired: int
    suspended: int
    suppressed: int
    held: int
    overtaken: int
    waiting: dict[str, tuple[int, int]]
    head: int


@dataclass(slots=True)
class _Looked:
    """Steps that change something or wait, and how many of the others there are."""

    steps: list[Step] = field(default_factory=list)
    quiet: Counter[Outcome] = field(default_factory=Counter)
    live: Counter[str] = field(default_factory=Counter)

    def add(self, one: Step | None) -> None:
        if one is None:
            return
        if one.changes:
            self.steps.append(one)
        else:
            self.quiet[one.outcome] += 1


def publish(home: Home, store: Store, at: datetime, *, released: Collection[str] = ()) -> Published:
    """Decide, age, guard, and make editions of what changed; a second time makes none.

    Args:
        home: Settings and warning lists.
        store: Findings, decisions, members, sightings and lists.
        at: Now.
        released: Lists that a person lets change as much as they do.
    """
    policy = policy_of(home, store.database)
    shared = SharedList(store.database)
    looked = _look(_wanted(store, policy, at), shared, policy, at)
    guarded = guard(looked.steps, looked.live, policy, released=released)
    changing = [one for one in guarded.steps if one.changes]
    written = Counter(one.outcome for one in _written(shared, changing, at))
    _keep_holds(Holds(store.database), guarded.waiting, released, at)
    counts = looked.quiet + written
    counts[Outcome.HELD] = len(guarded.steps) - len(changing)
    overtaken = len(changing) - written.total()
    return Published(
        entries=counts.total() + overtaken,
        **{outcome.value: counts[outcome] for outcome in Outcome},
        overtaken=overtaken,
        waiting=dict(guarded.waiting),
        head=shared.head(),
    )


def publish_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:
    """The clock's work: the lists, brought up to date."""
    done = publish(home, store, at)
    changed = (Outcome.ADDED, Outcome.RENEWED, Outcome.WITHDRAWN, Outcome.EXPIRED)
    return {one.value: getattr(done, one.value) for one in changed}


def release(home: Home, store: Store, collection: str, *, by: str, at: datetime) -> Published:
    """Let a list that waits change as much as it does now.

    Raises:
        InputError: The list does not wait.
    """
    holds = Holds(store.database)
    if collection not in {hold.collection for hold in holds.waiting()}:
        raise InputError(f"the list {collection} does not wait; noroshi share holds tells which do")
    done = publish(home, store, at, released=(collection,))
    holds.end(collection, by=by, released=True, at=at)
    return done


def taken_off(store: Store) -> dict[str, Edition]:
    """What is suspended or withdrawn on the lists, by indicator id."""
    choice = Choice(standings=(Standing.SUSPENDED, Standing.WITHDRAWN))
    shared = SharedList(store.database)
    return {one.indicator.id: one for one in _entries(shared, choice, until=shared.head())}


def _wanted(store: Store, policy: SharePolicy, at: datetime) -> dict[str, Candidate]:
    """Candidates by indicator id."""
    findings = decide_all(store, policy, at)
    decisions = store.decisions()
    first = candidates(findings, decisions, policy, at)
    sighted = Sightings(store.database).last_seen([one.indicator.id for one in first])
    made = candidates(findings, decisions, policy, at, sighted=sighted) if sighted else first
    return {one.indicator.id: one for one in made}


def _look(
    wanted: dict[str, Candidate], shared: SharedList, policy: SharePolicy, at: datetime
) -> _Looked:
    """The step of every entry; what is wanted and stands on no list comes last."""
    looked, head = _Looked(), shared.head()
    for name in sorted(set(LISTS.values())):
        for listed in _entries(shared, Choice(collections=(name,)), until=head):
            looked.live[name] += listed.standing is Standing.LIVE
            candidate = wanted.pop(listed.indicator.id, None)
            looked.add(step(name, candidate, listed, policy, at))
    for candidate in wanted.values():
        collection = collection_of(candidate.indicator.kind)
        if collection is not None:
            looked.add(step(collection, candidate, None, policy, at))
    return looked


def _entries(shared: SharedList, choice: Choice, *, until: int) -> Iterator[Edition]:
    """What holds for each entry of a choice, live or not.

    One that somebody changes during the walk would come again at its new place, so the walk ends
    where the list ended when it began.
    """
    after = 0
    while page := shared.entries(choice, limit=READ_AT_ONCE, after=after):
        yield from (edition for edition in page if edition.sequence <= until)
        after = page[-1].sequence
        if after > until:
            return


def _written(shared: SharedList, steps: list[Step], at: datetime) -> Iterator[Step]:
    """Make editions; gives the steps that were made."""
    for start in range(0, len(steps), WRITTEN_AT_ONCE):
        some = steps[start : start + WRITTEN_AT_ONCE]
        by_id = {one.indicator.id: one for one in some}
        changes = [change_of(one) for one in some]
        seen = {name: one.seen for name, one in by_id.items()}
        for edition in shared.publish(changes, at, seen=seen):
            yield by_id[edition.indicator.id]


def change_of(one: Step) -> Change:
    """The change that a step wants."""
    return Change(
        collection=one.collection,
        indicator=one.indicator,
        standing=one.standing,
        reason=one.reason,
        by=one.by,
    )


def _keep_holds(
    holds: Holds, waiting: Mapping[str, tuple[int, int]], released: Collection[str], at: datetime
) -> None:
    for hold in holds.waiting():
        if hold.collection not in waiting and hold.collection not in released:
            holds.end(hold.collection, by=POLICY, released=False, at=at)
    for collection, (before, after) in waiting.items():
        holds.hold(collection, before=before, after=after, at=at)
