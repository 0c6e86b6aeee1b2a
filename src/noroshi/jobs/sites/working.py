"""Job: the queue of reported URLs is worked off: visited, judged, kept, and told to the relay.

Everything of one URL may happen twice, and nothing is lost: its finding has the same id each time,
and it leaves the queue after it, with its verdict. A worker that is killed in between holds it until
its lease ends; then another begins anew.
"""

import asyncio
import os
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from socket import gethostname
from typing import Protocol, TypeVar

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.concluding import ACTOR, Concluder
from noroshi.jobs.sites.examining import Examiner
from noroshi.jobs.sites.intake import follow_pace, site_queue
from noroshi.jobs.sites.judging import JudgingParameters, LookAt, own_parameters
from noroshi.jobs.sites.looking import opened_looks
from noroshi.jobs.sites.networks import own_networks
from noroshi.jobs.sites.visiting import evidence_seed
from noroshi.sites.judge.page_judge import PageJudge
from noroshi.sites.judge.verdict import Route
from noroshi.sites.judge.weigh import shipped_page_weights
from noroshi.spine.home import Home
from noroshi.spine.model import Detector, InputError, SourceError, Text
from noroshi.spine.model.site_queue import QueuedUrl
from noroshi.spine.model.site_verdict import SiteVerdict
from noroshi.spine.net.web_server import WebServer
from noroshi.spine.store import Store
from noroshi.spine.store.site_follows import SiteFollows
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports

IDLE_S = 2.0
"""Seconds before a worker with nothing to do looks again."""

JOB = "sites.work"


def worker_name() -> str:
    """A name that no other worker has, also after a restart under the same process id."""
    return f"{gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"


def present() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What became of one URL.

    Attributes:
        url: As it stands in the queue.
        verdict: Null where the visit failed and is tried again later.
        visits: Looks at it.
        finding: Id of what the relay was given; empty for nothing.
        leaves: Whether the judge is sure enough for the finding to leave without a person.
        error: Why it failed; empty where it did not.
    """

    url: str
    verdict: SiteVerdict | None
    visits: int
    finding: str = ""
    leaves: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWorker:
    """One worker of the queue. Several, in one process or many, share it.

    Attributes:
        queue: What waits.
        examiner: Looks and judges.
        concluder: Draws conclusions.
        clock: The present.
        name: Tells it from other workers.
        counts: What it did so far: `taken` is the sum of `judged` and `failed`; `visits` are looks,
            and `found-…` counts the judged by their class.
    """

    queue: SiteQueue
    examiner: Examiner
    concluder: Concluder
    clock: Callable[[], datetime]
    name: str
    counts: Counter[str] = field(default_factory=Counter)

    async def work_one(self) -> Worked | None:
        """Take the next URL and bring it to its end; null where none is due.

        Raises:
            ConfigError: No browser can be started here; the URL waits for another attempt.
        """
        taken = await asyncio.to_thread(self.queue.take, self.name, self.clock())
        if taken is None:
            return None
        try:
            worked = await self._worked(taken)
        except (InputError, SourceError) as error:
            await self._fail(taken, str(error))
            return Worked(url=taken.url, verdict=None, visits=0, error=str(error))
        except Exception as error:
            await self._fail(taken, str(error) or type(error).__name__)
            raise
        self.counts.update(taken=1, judged=1, visits=worked.visits)
        if worked.verdict is not None:
            self.counts[f"found-{worked.verdict.label}"] += 1
        await asyncio.to_thread(self.concluder.count, self.counts)
        return worked

    async def _worked(self, taken: QueuedUrl) -> Worked:
        doubted = await asyncio.to_thread(self.concluder.is_doubted, taken.url)
        examined = await self.examiner.examine(taken.url, taken.channel, thorough=doubted)
        said = await asyncio.to_thread(self.concluder.conclude, taken.url, examined)
        return Worked(
            url=taken.url,
            verdict=said.verdict,
            visits=len(examined.visits),
            finding=said.finding,
            leaves=examined.judged.called.route is Route.SHARE,
        )

    async def _fail(self, taken: QueuedUrl, why: str) -> None:
        self.counts.update(taken=1, failed=1)
        await asyncio.to_thread(self.queue.fail, taken.url, self.name, why, self.clock())
        await asyncio.to_thread(self.concluder.count, self.counts)


def own_weights(version: str) -> tuple[Text, ...]:
    """By which weights of this house pages are judged; nothing where the shipped ones do."""
    if version == shipped_page_weights().version:
        return ()
    return (
        Text(
            ja=f"この導入先で学習した重み（{version}）で判定しました。",
            en=f"Judged by weights that this house trained ({version}).",
        ),
    )


def site_worker(  # noqa: PLR0913  # one keyword for each thing that tests replace
    home: Home,
    store: Store,
    look: LookAt,
    *,
    run: str,
    parameters: JudgingParameters | None = None,
    clock: Callable[[], datetime] = present,
    name: str = "",
) -> SiteWorker:
    """A worker of a home, whoever looks.

    Args:
        home: Settings, keys and the place of evidence.
        store: Its state.
        look: Who looks.
        run: Id of the run that findings belong to.
        parameters: The judge; that of the home when left out.
        clock: The present.
        name: Tells it from other workers; made up when left out.
    """
    called = name or worker_name()
    queue = site_queue(home.settings, store.database)
    trail = trail_of(home, clock)
    examiner = Examiner(
        queue=queue,
        reports=SiteReports(store.database),
        look=look,
        parameters=parameters or own_parameters(home),
        visits=home.evidence / "visits",
        seed=evidence_seed(home),
        name=called,
        clock=clock,
        networks=own_networks(home),
    )
    concluder = Concluder(
        store=store,
        queue=queue,
        aside=own_weights(examiner.parameters.judge.version),
        follows=SiteFollows(store.database, follow_pace(home.settings)),
        run=run,
        note=lambda action, target, detail: trail.note(ACTOR, action, target, detail),
        clock=clock,
    )
    return SiteWorker(queue=queue, examiner=examiner, concluder=concluder, clock=clock, name=called)


@asynccontextmanager
async def opened_worker(
    home: Home, store: Store, *, server: WebServer | None = None
) -> AsyncIterator[SiteWorker]:
    """A worker of a home with its browser, while entered.

    Args:
        home: Settings, keys and the place of evidence.
        store: Its state.
        server: Plays every host, for exercises; null for the net itself.

    Raises:
        ConfigError: Chromium or Playwright is missing, or cannot be confined here.
        SourceError: Chromium does not start.
    """
    parameters = own_parameters(home)
    run = store.begin_run(
        JOB, detector=detector_of(parameters.judge), window=None, inputs={}, at=datetime.now(UTC)
    )
    outcome, counts = "failed", Counter[str]()
    try:
        async with opened_looks(server, home) as look:
            worker = site_worker(home, store, look, run=run, parameters=parameters)
            counts = worker.counts
            yield worker
        outcome = "ok"
    finally:
        store.end_run(run, outcome=outcome, counts=counts, at=datetime.now(UTC))


Done_co = TypeVar("Done_co", covariant=True)
"""What doing one thing gives."""


class Working(Protocol[Done_co]):
    """Whoever has one thing to do after the other."""

    async def work_one(self) -> Done_co | None:
        """Do the next thing; null where none is due."""
        ...


async def work_off(
    worker: Working[Done_co], *, concurrent: int, once: bool, stop: asyncio.Event
) -> AsyncIterator[Done_co]:
    """Work off what is due, several things at a time, in the order in which they end.

    Args:
        worker: Who works.
        concurrent: Things at the same time.
        once: End when nothing is due; else wait for more.
        stop: When set, what was begun is ended and nothing else is taken.
    """
    ended: asyncio.Queue[Done_co | None] = asyncio.Queue()

    async def lane() -> None:
        try:
            while not stop.is_set():
                done = await worker.work_one()
                if done is not None:
                    await ended.put(done)
                elif once:
                    return
                else:
                    await pause(stop, IDLE_S)
        finally:
            await ended.put(None)

    lanes = [asyncio.create_task(lane()) for _ in range(concurrent)]
    try:
        left = concurrent
        while left:
            done = await ended.get()
            if done is None:
                left -= 1
            else:
                yield done
        for one in lanes:
            await one
    finally:
        for one in lanes:
            one.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait until it is time to look again, or to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def detector_of(judge: PageJudge) -> Detector:
    """The judge, as runs and findings name it."""
    return Detector(name=judge.name, version=judge.version, parameters=judge.parameters.digest())
