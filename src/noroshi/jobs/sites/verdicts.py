"""Job: persons' verdicts on pages: proposed, confirmed, rejected, taken back, and told to the relay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from noroshi.jobs.decide.reviewing import Reviewed, review
from noroshi.jobs.decide.reviewing import undo as undo_decisions
from noroshi.jobs.decide.withdrawing import withdraw
from noroshi.jobs.house.auditing import trail_of
from noroshi.relay.decide import Record
from noroshi.sites.judge import page_judge
from noroshi.sites.judge.two_keys import act_of, keys_of
from noroshi.sites.judge.verdict import SiteVerdict as Label
from noroshi.spine.home import Home
from noroshi.spine.model import (
    Decision,
    Detector,
    Evidence,
    Finding,
    InputError,
    Standing,
    Subject,
    Text,
    Verdict,
    Window,
    indicator_id,
)
from noroshi.spine.model.site_proposal import ProposalState, SiteProposal
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding, standing
from noroshi.spine.store import Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_proposals import SiteProposals, last_held
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_verdicts import SiteVerdicts

JOB = "sites.verdicts"
ANALYSTS = Detector(name="sites.analysts", version="1")
"""Who finds where the judge found nothing: persons."""

ANALYSTS_SCORE = 0.95
"""Confidence of an entry that rests on persons' word alone; about that of a sure judge."""

ANALYSTS_WEIGHT = 2.94
"""Its log-odds."""

MOST_REASON = 500
LABELS = tuple(label.value for label in Label)
"""What a page can be called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a page.

    Attributes:
        label: What it is called (`phish`, `benign`…).
        reason: Why, in a few words.
        brand: Whose name it bears; empty for what held.
    """

    label: str
    reason: str
    brand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a step.

    Attributes:
        proposal: As it stands now.
        messages: What the relay could not do, each with its reason.
    """

    proposal: SiteProposal
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictDesk:
    """Where one person works on verdicts.

    Attributes:
        home: Settings and audit.
        store: State.
        by: Who works (`user:NAME`).
        clock: The present.
    """

    home: Home
    store: Store
    by: str
    clock: Callable[[], datetime]
    _proposals: SiteProposals = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_proposals", SiteProposals(self.store.database))

    def propose(
        self, url_id: str, said: Said, *, seen: int | None = None, batch: str = ""
    ) -> Settled:
        """Say what a page is. Where one key is enough it holds at once, else a second person confirms.

        Args:
            url_id: Of the page.
            said: What, and why.
            seen: Place of the last verdict that the person saw; without it, as of now.
            batch: Of the verdict over many pages that it is a part of; empty for a single one.

        Raises:
            InputError: The page was not judged yet, another proposal is open, or somebody said
                something meanwhile.
        """
        if said.label not in LABELS:
            raise InputError(f"a page is one of: {', '.join(LABELS)}")
        verdicts, url = self._verdicts(url_id)
        held = holding(verdicts)
        brand = said.brand or (held.brand if held else "")
        wanted = self._wanted(url_id, url, verdicts, Label(said.label).danger, seen, batch)
        wanted = replace(wanted, label=said.label, brand=brand, reason=_words(said.reason))
        return self._done("propose", self._proposals.propose(wanted, _score(wanted)))

    def undo(
        self, url_id: str, reason: str, *, seen: int | None = None, batch: str = ""
    ) -> Settled:
        """Take the last verdict of persons back: what held before holds again.

        It takes as many keys as a verdict that does the same to what holds.

        Raises:
            InputError: No person's verdict stands, or another proposal is open.
        """
        verdicts, url = self._verdicts(url_id)
        if last_held(self._proposals.of(url_id)) is None:
            raise InputError("no person's verdict stands on it; there is nothing to take back")
        before = holding(_without_last(verdicts))
        danger = before.danger if before else SiteDanger.UNREACHABLE
        wanted = self._wanted(url_id, url, verdicts, danger, seen, batch)
        label, brand = (before.label, before.brand) if before else ("", "")
        wanted = replace(wanted, label=label, brand=brand, reason=_words(reason), undo=True)
        score = before.score if before else 0.0
        return self._done("undo", self._proposals.propose(wanted, score))

    def confirm(self, url_id: str, reason: str) -> Settled:
        """Turn the second key of what is proposed on a page.

        Raises:
            InputError: Nothing is open there, the same person proposed it, or verdicts came since.
        """
        one = self._open(url_id)
        done = self._proposals.confirm(
            one.id, by=self.by, reason=_words(reason), at=self.clock(), score=_score(one)
        )
        return self._done("confirm", done)

    def reject(self, url_id: str, reason: str) -> Settled:
        """End what is proposed on a page without a verdict; one's own is taken back that way.

        Raises:
            InputError: Nothing is open there.
        """
        one = self._open(url_id)
        done = self._proposals.reject(one.id, by=self.by, reason=_words(reason), at=self.clock())
        return self._done("reject", done)

    def _open(self, url_id: str) -> SiteProposal:
        for one in self._proposals.of(url_id):
            if one.state is ProposalState.OPEN:
                return one
        raise InputError("nothing waits for a second key on it; look at it again")

    def _verdicts(self, url_id: str) -> tuple[list[SiteVerdict], str]:
        found = SiteQueue(self.store.database).with_ids([url_id])
        if not found:
            raise InputError("it is not in the queue; report it first")
        verdicts = SiteVerdicts(self.store.database).of([url_id])[url_id]
        if not verdicts:
            raise InputError("it was not visited yet; wait for the visit, or queue it again")
        return verdicts, found[0].url

    def _wanted(
        self,
        url_id: str,
        url: str,
        verdicts: Sequence[SiteVerdict],
        danger: SiteDanger,
        seen: int | None,
        batch: str,
    ) -> SiteProposal:
        act = act_of(holding(verdicts), danger, shared=is_shared(self.store, url))
        return SiteProposal(
            id=uuid4().hex,
            url_id=url_id,
            url=url,
            danger=danger,
            label="",
            brand="",
            reason="",
            by=self.by,
            at=self.clock(),
            act=act,
            keys=keys_of(act, self.home.settings.sites.two_keys, many=bool(batch)),
            seen=len(verdicts) if seen is None else seen,
            batch=batch,
        )

    def _done(self, verb: str, proposal: SiteProposal) -> Settled:
        facts = {
            "label": proposal.label, "state": proposal.state.value, "act": proposal.act.value,
            "reason": proposal.closed_reason or proposal.reason,
        } | ({"batch": proposal.batch} if proposal.batch else {})  # fmt: skip
        trail_of(self.home, self.clock).note(
            self.by, f"site.verdict.{verb}", proposal.url_id, facts
        )
        return Settled(proposal=proposal, messages=tell_relay(self.home, self.store, self.clock()))


def is_shared(store: Store, url: str) -> bool:
    """Whether a page stands on the shared list."""
    listed = SharedList(store.database).latest(_entry_id(url))
    return listed is not None and listed.standing is Standing.LIVE


def tell_relay(home: Home, store: Store, at: datetime) -> tuple[str, ...]:
    """Tell the relay of every verdict that holds and that it was not told of; gives what was refused.

    What is on the list changes with the next publishing; a page found harmless comes off at once.
    """
    proposals = SiteProposals(store.database)
    messages: list[str] = []
    for one in proposals.untold():
        messages += _undone(home, store, one, at) if one.undo else _told(home, store, one, at)
        proposals.note_told(one.id)
    return tuple(messages)


def _told(home: Home, store: Store, one: SiteProposal, at: datetime) -> list[str]:
    if one.danger is SiteDanger.UNREACHABLE:
        return []  # an entry of a page that is gone ends by itself
    if one.danger is SiteDanger.DANGEROUS:
        finding = _bad_finding(store, one) or _own_finding(store, one, at)
        reviewed = [
            review(home, store, [finding.id], Verdict.SHARE, by=who, reason=one.reason, at=at)
            for who in one.holders
        ]
        return [message for some in reviewed for message in _messages(some)]
    verdict = Verdict.DROP if one.danger is SiteDanger.HARMLESS else Verdict.HOLD
    ids = [finding.id for finding in _findings(store, one.url)]
    who = one.holders[-1]
    messages = _messages(review(home, store, ids, verdict, by=who, reason=one.reason, at=at))
    if verdict is Verdict.DROP and is_shared(store, one.url):
        withdraw(store, _entry_id(one.url), by=who, reason=one.reason, at=at)
    return messages


def _undone(home: Home, store: Store, one: SiteProposal, at: datetime) -> list[str]:
    """What persons decided by the verdict that was taken back is undone, decision by decision."""
    undone = [
        each
        for each in SiteProposals(store.database).of(one.url_id)
        if each.state is ProposalState.UNDONE
    ]
    if not undone:
        return []
    target = max(undone, key=lambda each: each.closed_at or each.at)
    since = target.closed_at or target.at
    messages: list[str] = []
    for finding in _findings(store, one.url):
        for _ in target.holders:
            latest = _latest(store, finding)
            if latest is None or latest.by not in target.holders or latest.at < since:
                break
            messages += _messages(
                undo_decisions(home, store, [finding.id], by=one.holders[-1], at=at)
            )
    return messages


def _latest(store: Store, finding: Finding) -> Decision | None:
    taken = Decisions(store.database).of_findings([finding.id])
    return Record.of(taken.get(finding.id, ())).latest


def _messages(reviewed: Sequence[Reviewed]) -> list[str]:
    return [each.message for each in reviewed if each.outcome != "taken" and each.message]


def _findings(store: Store, url: str) -> list[Finding]:
    return store.findings(kind=page_judge.KIND, subject=Subject.url(url))


def _bad_finding(store: Store, one: SiteProposal) -> Finding | None:
    """The newest finding that says the page harms, of the judge or of persons; null for none."""
    bad = [each for each in _findings(store, one.url) if _is_bad(each.label)]
    return max(bad, key=lambda each: (each.window.end, each.id), default=None)


def _is_bad(label: str) -> bool:
    return label in LABELS and Label(label).malicious


def _own_finding(store: Store, one: SiteProposal, at: datetime) -> Finding:
    """A finding of persons, kept, where the judge has none that says the page harms."""
    finding = Finding(
        kind=page_judge.KIND,
        subject=Subject.url(one.url),
        score=ANALYSTS_SCORE,
        label=one.label,
        window=Window(one.at, max(one.at, at)),
        clients=None,
        evidence=(
            Evidence(
                code="sites.analysts",
                value=float(one.keys),
                unit="persons",
                baseline=None,
                weight=ANALYSTS_WEIGHT,
                text=Text(
                    ja=f"担当者{one.keys}名がページを確認し、悪性と判定しました。",
                    en=f"Persons who looked at the page and call it malicious: {one.keys}.",
                ),
            ),
        ),
        counterfactual=Text(
            ja="担当者が判定を取り消せば、悪性とはしません。",
            en="Not called malicious once the persons take their verdict back.",
        ),
        detector=ANALYSTS,
    )
    run = store.begin_run(JOB, detector=ANALYSTS, window=None, inputs={}, at=at)
    store.keep_findings(run, [finding])
    store.end_run(run, outcome="ok", counts={"findings": 1}, at=at)
    return finding


def _entry_id(url: str) -> str:
    return indicator_id(page_judge.KIND, Subject.url(url))


def _without_last(verdicts: Sequence[SiteVerdict]) -> list[SiteVerdict]:
    """Verdicts as they would stand without the last of a person."""
    kept = standing(verdicts)
    last = max((at for at, one in enumerate(kept) if one.by_person), default=None)
    if last is not None:
        del kept[max(last + 1 - kept[last].keys, 0) : last + 1]
    return kept


def _words(reason: str) -> str:
    words = " ".join(reason.split())[:MOST_REASON]
    if not words:
        raise InputError("say why, in a few words")
    return words


def _score(one: SiteProposal) -> float:
    """Of a person's verdict: as sure as persons are trusted to be, either way."""
    return {
        SiteDanger.DANGEROUS: ANALYSTS_SCORE,
        SiteDanger.SUSPICIOUS: 0.5,
    }.get(one.danger, round(1 - ANALYSTS_SCORE, 3))
