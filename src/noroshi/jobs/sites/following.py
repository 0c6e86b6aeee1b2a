"""Job: pages that were found harmful are looked at again: lightly first, with a browser where it matters.

Each look may happen twice, and none is lost: a page is held for a lease, and its look is kept last.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from noroshi.jobs.sites.concluding import Concluder
from noroshi.jobs.sites.examining import Examiner
from noroshi.jobs.sites.judging import own_parameters
from noroshi.jobs.sites.looking import opened_when_needed, stage_of
from noroshi.jobs.sites.working import detector_of, site_worker
from noroshi.sites.follow import after_light, reason_of, wants_full
from noroshi.sites.visit.light import LightLook, look_lightly
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, SourceError, Text
from noroshi.spine.model.site_life import Depth, FollowedSite, LifeState, SiteLook
from noroshi.spine.model.site_report import Channel
from noroshi.spine.model.site_verdict import SiteDanger, holding
from noroshi.spine.net.web_server import WebServer
from noroshi.spine.store import Store
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_verdicts import SiteVerdicts

JOB = "sites.follow"
ENROL_S = 60.0
"""Seconds between two searches for harmful verdicts that nobody follows yet."""
PERSON = "user:"

LookLightly = Callable[[str], Awaitable[LightLook]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of one look.

    Attributes:
        url: The page.
        before: Its state before.
        state: Its state now; null where the look failed on our side, or a person ended it.
        depth: How closely it was looked at.
        code: Why it is in that state, as a code.
        reason: The same for people.
        error: Why the look failed; empty where it did not.
    """

    url: str
    before: LifeState
    state: LifeState | None = None
    depth: Depth = Depth.LIGHT
    code: str = ""
    reason: Text | None = None
    error: str = ""


@dataclass(slots=True, kw_only=True)
class Follower:
    """One worker that follows pages. Several, in one process or many, share them.

    Attributes:
        follows: Pages that are followed.
        queue: Tells how a page was reported.
        verdicts: Tell whether a person cleared a page.
        light: Looks without a browser.
        examiner: Looks with one, and judges.
        concluder: Draws conclusions.
        clock: The present.
        name: Tells it from other workers.
        counts: What it did so far: `looks` is the sum of `light`, `full`, `failed` and `cleared`;
            each state is counted, too.
    """

    follows: SiteFollows
    queue: SiteQueue
    verdicts: SiteVerdicts
    light: LookLightly
    examiner: Examiner
    concluder: Concluder
    clock: Callable[[], datetime]
    name: str
    counts: Counter[str] = field(default_factory=Counter)
    _enrolled: float = field(default=-ENROL_S, init=False)

    async def work_one(self) -> Looked | None:
        """Look at the next page that is due; null where none is.

        Raises:
            ConfigError: No browser can be started here; the page waits for another attempt.
        """
        taken = await asyncio.to_thread(self._take)
        if taken is None:
            return None
        try:
            looked = await self._look(taken)
        except (InputError, SourceError) as error:
            await self._fail(taken, str(error))
            return Looked(url=taken.url, before=taken.state, error=str(error))
        except Exception as error:
            await self._fail(taken, str(error) or type(error).__name__)
            raise
        self.counts["looks"] += 1
        self.counts[looked.depth.value if looked.state else "cleared"] += 1
        if looked.state:
            self.counts[looked.state.value] += 1
        await asyncio.to_thread(self.concluder.count, self.counts)
        return looked

    def _take(self) -> FollowedSite | None:
        if monotonic() - self._enrolled >= ENROL_S:
            self._enrolled = monotonic()
            self.follows.enrol(self.clock())
        return self.follows.take(self.name, self.clock())

    async def _look(self, taken: FollowedSite) -> Looked:
        if await asyncio.to_thread(self._cleared, taken):
            return Looked(url=taken.url, before=taken.state)
        light = await self.light(taken.url)
        if wants_full(taken, light, self.follows.pace):
            return await self._look_fully(taken, light)
        return await asyncio.to_thread(self._conclude_light, taken, light)

    async def _look_fully(self, taken: FollowedSite, light: LightLook) -> Looked:
        reported = await asyncio.to_thread(self.queue.get, taken.url)
        channel = reported.channel if reported else Channel.COMMAND
        examined = await self.examiner.examine(taken.url, channel, thorough=True)
        said = await asyncio.to_thread(
            self.concluder.conclude_life, taken, examined, mark=light.mark, worker=self.name
        )
        assert said.life is not None, "a followed page has a life"
        return Looked(
            url=taken.url,
            before=taken.state,
            state=said.life.state,
            depth=Depth.FULL,
            code=said.life.code.value,
            reason=reason_of(said.life.code),
        )

    def _conclude_light(self, taken: FollowedSite, light: LightLook) -> Looked:
        life, at = after_light(taken, light, self.follows.pace), self.clock()
        look = SiteLook(
            at=at,
            state=life.state,
            depth=Depth.LIGHT,
            code=life.code.value,
            reason=reason_of(life.code),
            addresses=light.addresses,
            status=light.status,
        )
        after = After(changed=life.changes(taken.state), mark=light.mark)
        if self.follows.note(taken.url, look, after, worker=self.name):
            self.concluder.tell_change(taken, life, at)
        return Looked(
            url=taken.url,
            before=taken.state,
            state=life.state,
            code=life.code.value,
            reason=look.reason,
        )

    def _cleared(self, taken: FollowedSite) -> bool:
        """Whether a person called the page harmless meanwhile; then it is left alone."""
        held = holding(self.verdicts.of([taken.id])[taken.id])
        if held is None or held.danger is not SiteDanger.HARMLESS:
            return False
        if not held.by.startswith(PERSON):
            return False
        self.follows.end(taken.url, "person", self.clock())
        self.concluder.note("site.follow-end", taken.id, {"why": "person"})
        return True

    async def _fail(self, taken: FollowedSite, why: str) -> None:
        self.counts.update(looks=1, failed=1)
        await asyncio.to_thread(self.follows.fail, taken.url, self.name, why, self.clock())
        await asyncio.to_thread(self.concluder.count, self.counts)


@asynccontextmanager
async def opened_follower(
    home: Home,
    store: Store,
    *,
    server: WebServer | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Follower]:
    """A follower of a home, while entered; its browser starts with the first page that changed.

    Args:
        home: Settings, keys and the place of evidence.
        store: Its state.
        server: Plays every host, for exercises; null for the net itself.
        clock: The present.
    """
    parameters = own_parameters(home)
    detector = detector_of(parameters.judge)
    run = store.begin_run(JOB, detector=detector, window=None, inputs={}, at=clock())
    stage = stage_of(server) if server else None
    outcome, counts = "failed", Counter[str]()
    try:
        async with opened_when_needed(server, home) as look:
            worker = site_worker(home, store, look, run=run, parameters=parameters, clock=clock)
            yield Follower(
                follows=worker.concluder.follows,
                queue=worker.queue,
                verdicts=SiteVerdicts(store.database),
                light=lambda url: look_lightly(url, stage=stage),
                examiner=worker.examiner,
                concluder=worker.concluder,
                clock=clock,
                name=worker.name,
                counts=counts,
            )
        outcome = "ok"
    finally:
        store.end_run(run, outcome=outcome, counts=counts, at=clock())
