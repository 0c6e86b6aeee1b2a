"""Job: what an examined address means for findings, verdicts, and the life of the page.

A first harmful verdict is followed. From then on a look that finds nothing harmful does not weaken
the finding by itself: the page may only hide. It is taken back when look after look, each by every
visitor, says so, and then by a decision that stands in the record as every other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from threading import Lock

from noroshi.jobs.sites.examining import Examined
from noroshi.relay.decide import HARMLESS, Record
from noroshi.sites.analyse.document import host_of
from noroshi.sites.campaign import trace_of
from noroshi.sites.campaign.trace import trace_row
from noroshi.sites.follow import Concluded, Seen, after_full, reason_of
from noroshi.sites.follow.rule import Code
from noroshi.sites.judge.page_judge import KIND, NAME, Judged
from noroshi.sites.judge.verdict import Route
from noroshi.sites.judge.verdict import SiteVerdict as CalledVerdict
from noroshi.spine.model import Decision, Finding, Subject, Text, Verdict
from noroshi.spine.model.site_life import Depth, FollowedSite, LifeState, SiteLook
from noroshi.spine.model.site_report import url_id
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_traces import SiteTraces

POLICY = "policy:site-life/1"
"""Who takes back findings on pages that are harmless now."""

ACTOR = "job:sites.follow"

Note = Callable[[str, str, Mapping[str, str]], object]
"""Writes a line of the audit: action, target, detail."""

_OF_STATE = {
    LifeState.CLOAKED: SiteDanger.SUSPICIOUS,
    LifeState.HARMLESS: SiteDanger.HARMLESS,
    LifeState.DEAD: SiteDanger.UNREACHABLE,
}
"""What the state of a page that was harmful means for visitors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What came of one examined address.

    Attributes:
        verdict: As it was kept.
        finding: Id of what the relay has now; empty for nothing.
        life: What it says of a page that was harmful before; null for others.
    """

    verdict: SiteVerdict
    finding: str = ""
    life: Concluded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluder:
    """Draws conclusions, in an order in which a killed process loses nothing.

    Attributes:
        store: Findings and decisions.
        queue: Where verdicts are kept.
        follows: Pages that are looked at again.
        run: Id of the run that findings belong to.
        note: Writes the audit.
        clock: The present.
        aside: Sentences that every verdict bears, after its reasons.
    """

    store: Store
    queue: SiteQueue
    follows: SiteFollows
    run: str
    note: Note
    clock: Callable[[], datetime]
    aside: tuple[Text, ...] = ()
    _turn: Lock = field(default_factory=Lock, init=False)

    def was_harmful(self, url: str) -> FollowedSite | None:
        """The page as it is followed; null for one that is not."""
        found = self.follows.get(url)
        return found if found is not None and found.ended_at is None else None

    def is_doubted(self, url: str) -> bool:
        """Whether a finding says that the page harms or may, so that one glance does not clear it."""
        return self.was_harmful(url) is not None or self._finding(url) is not None

    def conclude(self, url: str, examined: Examined) -> Conclusion:
        """The finding first, then the verdict: killed between them, the URL is visited again."""
        before = self.was_harmful(url)
        if before is None:
            return self._first(url, examined)
        return self.conclude_life(before, examined)

    def conclude_life(
        self, before: FollowedSite, examined: Examined, *, mark: str | None = None, worker: str = ""
    ) -> Conclusion:
        """The same for a page that is followed; the look comes last, so that no look is lost.

        Args:
            before: As it stood.
            examined: What was seen.
            mark: Of a light look just before; null where there was none.
            worker: Who took the page to follow it; empty for who worked the queue off.
        """
        judged, at = examined.judged, self.clock()
        seen = Seen(verdict=judged.called.verdict, by_all=examined.by_all, stayed=examined.stayed)
        life = after_full(before, seen, self.follows.pace)
        if life.state.harms:
            self._keep(before.url, judged, at)
        elif life.state is LifeState.HARMLESS:
            self._take_back(judged.finding, at)
        reasons = () if life.state.harms else (reason_of(life.code),)
        danger = _OF_STATE.get(life.state, SiteDanger.DANGEROUS)
        verdict = self._verdict(before.url, judged, danger, at, reasons)
        self.queue.judge(verdict)
        self._note_look(before, life, examined, at, mark=mark, worker=worker)
        found = judged.finding.id if self._finding(before.url) else ""
        return Conclusion(verdict=verdict, finding=found, life=life)

    def count(self, counts: Mapping[str, int]) -> None:
        """Write down what the run did so far: a killed one tells it, too."""
        with self._turn:
            # Read when it is its turn, so that nobody's older counts come after newer ones.
            self.store.count_run(self.run, dict(counts))

    def tell_change(self, before: FollowedSite, life: Concluded, at: datetime) -> None:
        """The audit's line on a change of state."""
        if life.state is not before.state:
            told = {"from": before.state.value, "to": life.state.value, "why": life.code.value}
            self.note("site.life", before.id, told | {"at": at.isoformat(timespec="seconds")})

    def _first(self, url: str, examined: Examined) -> Conclusion:
        judged, at = examined.judged, self.clock()
        called = judged.called
        shown = called.route is not Route.NONE
        former = self._finding(url)
        if shown:
            self._keep(url, judged, at)
        elif former is not None and _is_clear(examined):
            self._take_back(judged.finding, at)
        if called.verdict.malicious:
            self.follows.begin(url, at)
        danger = called.verdict.danger
        verdict = self._verdict(url, judged, danger, at, ())
        self.queue.judge(verdict)
        return Conclusion(verdict=verdict, finding=judged.finding.id if shown else "")

    def _note_look(  # one keyword for each fact of a look
        self,
        before: FollowedSite,
        life: Concluded,
        examined: Examined,
        at: datetime,
        *,
        mark: str | None,
        worker: str,
    ) -> None:
        visits = examined.visits
        look = SiteLook(
            at=at,
            state=life.state,
            depth=Depth.FULL,
            code=life.code.value,
            reason=reason_of(life.code),
            addresses=addresses_met(before.host, examined),
            status=visits[-1].status,
            verdict=examined.judged.called.verdict.value,
            score=examined.judged.finding.score,
            evidence=examined.evidence,
        )
        after = After(
            changed=life.changes(before.state),
            mark=mark,
            harmless_run=life.harmless_run,
            ended_why=Code.HARMLESS.value if life.state is LifeState.HARMLESS else "",
        )
        if self.follows.note(before.url, look, after, worker=worker):
            self.tell_change(before, life, at)

    def _keep(self, url: str, judged: Judged, at: datetime) -> None:
        """The finding, and by which features the page may be joined with others of its maker."""
        self.store.keep_findings(self.run, [judged.finding])
        trace = trace_of(judged.weighed.facts.main.visit)
        SiteTraces(self.store.database).keep(url_id(url), trace_row(trace), at)

    def _take_back(self, finding: Finding, at: datetime) -> None:
        """The finding stays, with what was seen last, and a decision drops it, whoever shared it."""
        self.store.keep_findings(self.run, [finding])
        record = Decisions(self.store.database)
        seen = record.positions([finding.id])
        latest = Record.of(record.of_findings([finding.id]).get(finding.id, ())).latest
        if latest is not None and latest.verdict is Verdict.DROP:
            return
        drop = Decision(
            finding_id=finding.id, verdict=Verdict.DROP, by=POLICY, reason=HARMLESS, at=at
        )
        if record.append([drop], seen=seen).taken:
            self.note("site.take-back", url_id(finding.subject.value), {"finding": finding.id})

    def _finding(self, url: str) -> Finding | None:
        found = self.store.findings(kind=KIND, subject=Subject.url(url), detector=NAME)
        return found[0] if found else None

    def _verdict(
        self,
        url: str,
        judged: Judged,
        danger: SiteDanger,
        at: datetime,
        reasons: tuple[Text, ...],
    ) -> SiteVerdict:
        finding, called = judged.finding, judged.called
        return SiteVerdict(
            url=url,
            danger=danger,
            label=called.verdict.value,
            score=finding.score,
            brand=called.brand,
            reasons=(*reasons, *(term.text for term in finding.grounds), *self.aside),
            by=f"judge:{finding.detector.name}/{finding.detector.version}",
            at=at,
        )


def _is_clear(examined: Examined) -> bool:
    """Whether no visitor met anything harmful, and none was sent elsewhere."""
    harmless = examined.judged.called.verdict is CalledVerdict.BENIGN
    return harmless and examined.by_all and examined.stayed


def addresses_met(host: str, examined: Examined) -> tuple[str, ...]:
    """Addresses from which a host answered, each once, in order."""
    documents = ((hop.url, hop.address) for visit in examined.visits for hop in visit.chain)
    requests = ((one.url, one.address) for visit in examined.visits for one in visit.exchanges)
    met = (at for url, at in chain(documents, requests) if at and host_of(url) == host.strip("[]"))
    return tuple(dict.fromkeys(met))
