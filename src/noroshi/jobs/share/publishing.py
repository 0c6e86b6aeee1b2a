"""Publishing: what findings and decisions come to now becomes editions of the shared lists."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.jobs.decide.deciding import decide_stretch, policy_of
from noroshi.jobs.decide.weighing import Weighed, settle, weigh
from noroshi.jobs.share.site_lives import SiteLives, site_lives
from noroshi.relay.decide import (
    LISTS,
    POLICY,
    Candidate,
    Ending,
    Outcome,
    SharePolicy,
    Step,
    candidates,
    collection_of,
    guard,
    step,
)
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Decision,
    Edition,
    Finding,
    InputError,
    Standing,
    Subject,
    Tlp,
    indicator_id,
)
from noroshi.spine.store import Store
from noroshi.spine.store.by_subject import BySubject, Stretch
from noroshi.spine.store.holds import Holds
from noroshi.spine.store.lists import Change, Choice, SharedList
from noroshi.spine.store.sightings import Sightings

PUBLISHED = frozenset(LISTS.values())
"""Lists that findings lead to; others are kept by their own rooms."""

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

    def add(self, one: Step) -> None:
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
    looked = _look(home, store, policy, at)
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


def _look(home: Home, store: Store, policy: SharePolicy, at: datetime) -> _Looked:
    """Decide on every finding and take the step of every entry, a stretch of subjects at a time."""
    contributed = weigh(home, store, policy, at)
    lives = site_lives(home, store, at)
    looked, head = _Looked(), SharedList(store.database).head()
    subjects = BySubject(store.database)
    for stretch in subjects.stretches(READ_AT_ONCE):
        said = _said(store, stretch, policy, at, contributed, lives)
        listed = [
            one for one in subjects.entries(stretch, until=head) if one.collection in PUBLISHED
        ]
        looked.live.update(one.collection for one in listed if one.standing is Standing.LIVE)
        for one in _steps(said, listed, policy, at):
            looked.add(one)
    settle(store, policy, contributed)
    return looked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What findings and decisions on some subjects say, in the light of what members and looks say."""

    findings: Sequence[Finding]
    decisions: Sequence[Decision]
    sighted: Mapping[str, datetime]
    marked: Mapping[str, Tlp]
    ended: Mapping[str, Ending]

    def candidates(
        self,
        policy: SharePolicy,
        at: datetime,
        *,
        subjects: Collection[Subject] | None = None,
        worded: bool = False,
    ) -> dict[str, Candidate]:
        """Candidates by indicator id; of some subjects only where those are given."""
        findings = self.findings
        if subjects is not None:
            findings = [one for one in findings if one.subject in subjects]
        found = candidates(
            findings, self.decisions, policy, at,
            sighted=self.sighted, marked=self.marked, ended=self.ended, worded=worded,
        )  # fmt: skip
        return {one.indicator.id: one for one in found}


def _said(  # an argument for each thing that is known
    store: Store,
    stretch: Stretch,
    policy: SharePolicy,
    at: datetime,
    contributed: Weighed,
    lives: SiteLives,
) -> _Said:
    """What is known of a stretch, with a decision on every finding."""
    findings, decisions = decide_stretch(store, stretch, policy, at)
    names = {indicator_id(one.kind, one.subject) for one in findings}
    seen = Sightings(store.database).last_seen(names)
    heard = {name: contributed.heard[name] for name in names & contributed.heard.keys()}
    alive = {name: lives.alive[name] for name in names & lives.alive.keys()}
    return _Said(
        findings=findings,
        decisions=decisions,
        sighted=_latest(_latest(seen, heard), alive),
        marked=contributed.marked,
        ended=lives.ended,
    )


def _steps(
    said: _Said, listed: Sequence[Edition], policy: SharePolicy, at: datetime
) -> Iterator[Step]:
    """The step of every entry; words are written for those only that change."""
    wanted = said.candidates(policy, at)
    held = {one.indicator.id: one for one in listed}
    quiet = {name: _step(wanted.get(name), held.get(name), policy, at) for name in held | wanted}
    changing = {one.indicator.subject for one in quiet.values() if one and one.changes}
    told = said.candidates(policy, at, subjects=changing, worded=True) if changing else {}
    for name, one in quiet.items():
        final = _step(told[name], held.get(name), policy, at) if name in told else one
        if final is not None:
            yield final


def _step(
    candidate: Candidate | None, listed: Edition | None, policy: SharePolicy, at: datetime
) -> Step | None:
    """What becomes of an entry; null where there is no list for it."""
    if listed is not None:
        return step(listed.collection, candidate, listed, policy, at)
    assert candidate is not None
    collection = collection_of(candidate.indicator.kind)
    return step(collection, candidate, None, policy, at) if collection else None


def _latest(seen: Mapping[str, datetime], heard: Mapping[str, datetime]) -> Mapping[str, datetime]:
    """The later moment of each: a member that reports a subject again, or a look, has seen it."""
    return {name: max(seen.get(name, at), at) for name, at in heard.items()} | {
        name: at for name, at in seen.items() if name not in heard
    }


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
