"""Weighing: what members and peers contributed becomes findings, and learns what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.jobs.decide.contributing import SOURCE
from noroshi.relay.decide import (
    CONTRIBUTED,
    GONE,
    Record,
    SharePolicy,
    heard_at,
    holds,
    is_spent,
    spent,
    strictest,
    supports,
    weighed,
)
from noroshi.relay.decide.host import host_of
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Contribution,
    ContributionStanding,
    Decision,
    Finding,
    Subject,
    Text,
    Tlp,
    Verdict,
    indicator_id,
)
from noroshi.spine.store import Store
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.members import Operators

JOB = "share.weigh"
POLICY = "policy:contributions/1"
"""Who takes back what nobody says any more."""

_STANDINGS = {
    Verdict.SHARE: ContributionStanding.ACCEPTED,
    Verdict.HOLD: ContributionStanding.WAITING,
    Verdict.DROP: ContributionStanding.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What contributions come to now.

    Attributes:
        findings: Their findings by id.
        said: The statements behind each.
        heard: When each subject was last spoken of, by indicator id.
        marked: The marking under which each finding may leave, by finding id.
    """

    findings: Mapping[str, Finding] = field(default_factory=dict)
    said: Mapping[str, Sequence[Contribution]] = field(default_factory=dict)
    heard: Mapping[str, datetime] = field(default_factory=dict)
    marked: Mapping[str, Tlp] = field(default_factory=dict)


def weigh(home: Home, store: Store, policy: SharePolicy, at: datetime) -> Weighed:
    """Bring the findings on contributions up to date; a second time writes nothing.

    A finding whose statements are gone stays, spent, with a decision that drops it, whoever had
    accepted it: the word that it rested on does not hold any more.
    """
    trusted = _trusted(home, store)
    said = Contributions(store.database).said(sources=tuple(trusted))
    held = [one for one in said if holds(one, policy.life, at)]
    before = {one.id: one for one in store.findings(detector=CONTRIBUTED.name)}
    if not held and not before:
        return Weighed()
    now = _weighed(held, trusted, _own(store, held), at)
    changed = [one for name, one in now.findings.items() if before.get(name) != one]
    gone = {
        name: one for name, one in before.items() if name not in now.findings and not is_spent(one)
    }
    changed += map(spent, gone.values())
    if changed:
        _keep(store, changed, at)
    _drop(store, gone, at)
    return now


def settle(store: Store, policy: SharePolicy, now: Weighed) -> None:
    """Write down for each contribution what was decided on its finding."""
    taken = Decisions(store.database).of_findings(list(now.findings))
    news: dict[tuple[ContributionStanding, Text | None], list[str]] = defaultdict(list)
    for name, finding in now.findings.items():
        record = Record.of(taken.get(name, ()))
        verdict = record.verdict(approvals=policy.approvals_of(finding.subject, record))
        reason = record.latest.reason if record.latest else None
        for one in now.said[name]:
            if (one.standing, one.reason) != (_STANDINGS[verdict], reason):
                news[_STANDINGS[verdict], reason].append(one.id)
    contributions = Contributions(store.database)
    for (standing, reason), ids in news.items():
        contributions.settle(ids, standing, reason)


def said_of(store: Store, finding: Finding) -> list[Contribution]:
    """The statements behind a finding, in the order in which they came; none behind our own."""
    if finding.detector.name != CONTRIBUTED.name:
        return []
    return Contributions(store.database).of_subject(finding.kind, finding.subject)


def markings(store: Store, findings: Iterable[Finding]) -> dict[str, Tlp]:
    """The marking under which each contributed finding may leave, by finding id."""
    behind = {one.id: said for one in findings if (said := said_of(store, one))}
    return {name: strictest(said) for name, said in behind.items()}


def settle_one(store: Store, policy: SharePolicy, finding: Finding) -> None:
    """The same for one finding on which a person has decided; others are left alone."""
    said = said_of(store, finding)
    if said:
        settle(store, policy, Weighed(findings={finding.id: finding}, said={finding.id: said}))


def _trusted(home: Home, store: Store) -> Mapping[str, Mapping[str | None, float]]:
    """Source and member -> trust, of those that are believed at all."""
    settings = home.settings
    members: dict[str | None, float] = {
        one.id: settings.share.member_trust
        for one in Operators(store.database).all()
        if one.left_at is None and settings.share.member_trust
    }
    trusted: dict[str, Mapping[str | None, float]] = {SOURCE: members}
    for one in settings.peers:
        if one.trust:
            trusted[f"peer:{one.name}"] = {None: one.trust}
    return trusted


def _weighed(
    held: Iterable[Contribution],
    trusted: Mapping[str, Mapping[str | None, float]],
    own: Mapping[tuple[str, str], Finding],
    at: datetime,
) -> Weighed:
    def trust(one: Contribution) -> float:
        return trusted[one.source].get(one.operator_id, 0.0)

    by_subject: dict[tuple[str, Subject], list[Contribution]] = defaultdict(list)
    for one in held:
        if trust(one):
            by_subject[one.kind, one.subject].append(one)
    findings, said, heard, marked = {}, {}, {}, {}
    for (kind, subject), group in by_subject.items():
        finding = weighed(group, trust, own.get((kind, host_of(subject) or "")))
        if finding is not None:
            name = finding.id
            findings[name], said[name], marked[name] = finding, group, strictest(group)
            heard[indicator_id(kind, subject)] = min(max(map(heard_at, group)), at)
    return Weighed(findings, said, heard, marked)


def _own(store: Store, held: Sequence[Contribution]) -> dict[tuple[str, str], Finding]:
    """The best finding of our own that nobody dropped, by kind and host of what was contributed."""
    hosts = {(one.kind, host_of(one.subject) or "") for one in held}
    best: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in hosts}:
        for one in store.outlines(kind=kind):  # the highest score first
            place = (kind, host_of(one.subject) or "")
            wanted = place in hosts and place not in best
            if wanted and supports(kind=kind, label=one.label, detector=one.detector):
                best[place] = one.id
    taken = Decisions(store.database).of_findings(list(best.values()))
    left = {
        place: name for place, name in best.items() if not _refused(Record.of(taken.get(name, ())))
    }
    found = {place: store.finding(name) for place, name in left.items()}
    return {place: finding for place, finding in found.items() if finding is not None}


def _refused(record: Record) -> bool:
    return record.latest is not None and record.latest.verdict is Verdict.DROP


def _keep(store: Store, findings: Sequence[Finding], at: datetime) -> None:
    run = store.begin_run(JOB, detector=CONTRIBUTED, window=None, inputs={}, at=at)
    store.keep_findings(run, findings)
    store.end_run(run, outcome="done", counts={"findings": len(findings)}, at=at)


def _drop(store: Store, gone: Iterable[str], at: datetime) -> None:
    names = sorted(gone)
    record = Decisions(store.database)
    taken = record.of_findings(names)
    dropped = [
        Decision(finding_id=name, verdict=Verdict.DROP, by=POLICY, reason=GONE, at=at)
        for name in names
        if not _refused(Record.of(taken.get(name, ())))
    ]
    record.append(dropped, seen=record.positions([one.finding_id for one in dropped]))
