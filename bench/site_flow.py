"""How soon is a reported page on the shared list, and does a burst of posts lose or double one?

    python -m bench.site_flow [REPORTS [POSTS]]

Flow: posts with disarmed URLs of the range come in at 60 a minute; they are queued, visited with
Chromium on loopback, judged, and published by policy, all in one process. A page counts as shared when
its entry stands on the list; one that is not shared counts when its verdict stands.

Burst: posts are taken in portions by a process that is killed (SIGKILL) half-way and started again from
the first post. In the end each post stands once in the store.
"""

import asyncio
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from bench.machine import RESULTS, Figures, machine, write_result
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.sites.intake import Said, SiteIntake, masked_url, site_intake, site_queue
from noroshi.jobs.sites.publisher import opened_publisher
from noroshi.jobs.sites.working import Worked, opened_worker, work_off
from noroshi.sites.range.scene import Scene
from noroshi.sites.range.scenes import Range
from noroshi.spine.home import Home
from noroshi.spine.model import COLLECTIONS
from noroshi.spine.model.site_report import Channel
from noroshi.spine.net.web_server import WebAnswer, WebRequest, WebServer
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.site_reports import SiteReports

REPORTS, POSTS, A_MINUTE, PORTION = 300, 100_000, 60, 500
WAIT_S = 600.0
"""After the last report; what is not judged by then is told as missing."""
SETTINGS = "[share]\nauto_sites = true\n"

_context = multiprocessing.get_context("fork")


class Ranges:
    """Hosts of several seeds behind one answer; a host of two seeds is played by the first."""

    def __init__(self, wanted: int) -> None:
        self.scenes: list[Scene] = []
        self._by_host: dict[str, Range] = {}
        seed = 100
        while len(self.scenes) < wanted:
            made = Range(seed)
            fresh = [one for one in made.scenes if one.truth and one.host not in self._by_host]
            self._by_host.update({one.host: made for one in made.scenes if one.host not in self._by_host})  # fmt: skip
            self.scenes += fresh
            seed += 1
        random.Random(7).shuffle(self.scenes)  # noqa: S311  # an order, no secret

    async def answer(self, request: WebRequest) -> WebAnswer:
        """What the asked host plays."""
        played = self._by_host.get(request.host)
        return WebAnswer(status=404) if played is None else await played.answer(request)


class Told(NamedTuple):
    """Moments of one URL, in seconds of one clock."""

    posted: dict[str, float]
    judged: dict[str, float]
    shared: dict[str, float]
    labels: Counter[str]


def made_home(folder: str) -> Home:
    home = Home(Path(folder) / "home").create()
    home.settings_file.write_text(SETTINGS, encoding="utf-8")
    return Home(home.path)


def opened_intake(home: Home, store: Store) -> SiteIntake:
    return site_intake(home.settings, store.database, lambda: datetime.now(UTC), home.path)


async def post(intake: SiteIntake, scenes: Sequence[Scene], told: Told, every_s: float) -> None:
    """One post each `every_s` seconds, whatever the rest does."""
    began = time.monotonic()
    for number, scene in enumerate(scenes):
        await asyncio.sleep(max(0.0, began + number * every_s - time.monotonic()))
        text = f"偽サイトに注意 {scene.url.replace('http', 'hxxp', 1)} #フィッシング"
        said = Said(channel=Channel.SNS, source="bench", text=text, origin=str(number))
        at = time.monotonic()
        await asyncio.to_thread(intake.take, [said])
        told.posted[masked_url(scene.url)] = at


async def flow(home: Home, count: int, a_minute: float) -> Told:
    told = Told({}, {}, {}, Counter())
    played = Ranges(count)
    stop = asyncio.Event()
    with Store.open(home.state) as store:
        shared, head = SharedList(store.database), 0

        def bring_up() -> None:
            nonlocal head
            publish(home, store, datetime.now(UTC))
            at = time.monotonic()
            for edition in shared.since(head, collections=COLLECTIONS, limit=100_000):
                told.shared.setdefault(str(edition.indicator.subject.value), at)
                head = edition.sequence

        async with (
            WebServer(played.answer) as server,
            opened_worker(home, store, server=server) as worker,
            opened_publisher(bring_up) as publisher,
        ):

            def note(one: Worked) -> None:
                if one.verdict is not None:
                    told.judged[one.url] = time.monotonic()
                    told.labels[one.verdict.label] += 1
                if one.leaves:
                    publisher.want()

            async def work() -> None:
                at_once = home.settings.visit.concurrent
                async for one in work_off(worker, concurrent=at_once, once=False, stop=stop):
                    note(one)
                    if len(told.judged) >= count:
                        stop.set()

            working = asyncio.create_task(work())
            await post(opened_intake(home, store), played.scenes[:count], told, 60 / a_minute)
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(working), WAIT_S)
            stop.set()
            await working
    return told


def latencies(ends: dict[str, float], begins: dict[str, float]) -> Figures:
    """Median and 95th percentile in seconds."""
    taken = sorted(ends[url] - begins[url] for url in ends if url in begins)
    if len(taken) < 2:
        return {"urls": float(len(taken))}
    cuts = quantiles(taken, n=100, method="inclusive")
    return {"urls": float(len(taken)), "p50_s": round(cuts[49], 1), "p95_s": round(cuts[94], 1)}


def burst_posts(count: int) -> Iterator[Said]:
    for number in range(count):
        text = f"{number}番 注意 hxxps://login{number % (count // 2 + 1)}[.]burst{number % 997}.test/a を開くな"
        yield Said(channel=Channel.SNS, source="burst", text=text, origin=str(number))


def take_burst(path: Path, count: int, portion: int, told: Connection) -> None:
    """Take every post, portion by portion, and tell how many were acknowledged."""
    home = Home(path)
    taken = 0
    posts = burst_posts(count)
    with Store.open(home.state) as store:
        intake = opened_intake(home, store)
        while some := list(islice(posts, portion)):
            done = intake.take(some)
            taken += done.kept + done.known
            told.send((taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6))


def burst(home: Home, count: int, *, portion: int = PORTION) -> dict[str, object]:
    """Kill the taker half-way, start it again, and count what stands in the store."""
    began = time.perf_counter()
    acknowledged, _ = _run(home, count, portion, until=count // 2)
    first = time.perf_counter() - began
    after_kill = _stored(home)
    began = time.perf_counter()
    taken, peak_mb = _run(home, count, portion, until=count + 1)
    again = time.perf_counter() - began
    with Store.open(home.state) as store:
        queued = sum(site_queue(home.settings, store.database).counts().values())
    return {
        "posts": count,
        "acknowledged_before_kill": acknowledged,
        "stored_after_kill": after_kill,
        "taken_at_the_end": taken,
        "stored_at_the_end": _stored(home),
        "urls_queued": queued,
        "posts_per_s_until_kill": round(acknowledged / first),
        "posts_per_s_again": round(count / again),
        "peak_rss_mb": round(peak_mb),
    }


def _run(home: Home, count: int, portion: int, *, until: int) -> tuple[int, float]:
    """Take posts in a process of its own; killed once so many are acknowledged."""
    ours, theirs = _context.Pipe(duplex=False)
    child = _context.Process(target=take_burst, args=(home.path, count, portion, theirs))
    child.start()
    theirs.close()
    taken, peak_mb = 0, 0.0
    with suppress(EOFError):
        while taken < until:
            taken, peak_mb = ours.recv()
    if child.is_alive() and taken >= until:
        os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    return taken, peak_mb


def _stored(home: Home) -> int:
    with Store.open(home.state) as store:
        return SiteReports(store.database).count()


def main(
    reports: int = REPORTS,
    posts: int = POSTS,
    a_minute: float = A_MINUTE,
    results: Path = RESULTS,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(flow(made_home(folder), reports, a_minute))
    with tempfile.TemporaryDirectory() as folder:
        taken = burst(made_home(folder), posts)
    missing = [url for url in told.posted if url not in told.judged]
    write_result(
        "site_flow",
        {
            "question": (__doc__ or "").splitlines()[0],
            **machine(),
            "reports": reports,
            "reports_per_min": a_minute,
            "verdicts": dict(told.labels),
            "without_verdict": len(missing),
            "post_to_verdict": latencies(told.judged, told.posted),
            "post_to_shared": latencies(told.shared, told.posted),
            "burst": taken,
        },
        results,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
