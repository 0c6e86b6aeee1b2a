"""`noroshi sites work`: the queue of reported URLs is worked off."""

import asyncio
import signal
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.share.publishing import publish
from noroshi.jobs.sites.publisher import opened_publisher
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.working import Worked, opened_worker, work_off
from noroshi.spine.store import Store


@click.command()
@click.option("--once", is_flag=True, help="End when nothing is due; else wait for more.")
@click.option(
    "--concurrent",
    type=click.IntRange(1, 64),
    help="URLs at the same time; [visit] concurrent if left out.",
)
@with_door
def work(door: Door, *, once: bool, concurrent: int | None) -> None:
    """Visit the URLs of the queue, judge them, and give findings to the review.

    Each is visited as a victim would see it, again as another visitor only where the page may hide
    something, and its evidence is signed and kept. An interrupted worker ends what it began; what a
    killed one held is visited again when its lease ends.
    """
    home = door.home.create()
    at_once = concurrent or home.settings.visit.concurrent

    async def run(store: Store) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        publishing = opened_publisher(lambda: publish(home, store, datetime.now(UTC)))
        async with opened_worker(home, store) as worker, publishing as publisher:
            async for one in work_off(worker, concurrent=at_once, once=once, stop=stop):
                if one.leaves and home.settings.share.auto_sites:
                    publisher.want()
                door.emit([_row(one)]) if door.as_json else _tell(door, one)

    with Store.open(home.state) as store:
        asyncio.run(run(store))


def _row(one: Worked) -> dict[str, object]:
    verdict = one.verdict
    return {
        "url": one.url,
        "verdict": verdict.label if verdict else "",
        "score": verdict.score if verdict else None,
        "brand": verdict.brand if verdict else "",
        "visits": one.visits,
        "finding": one.finding,
        "error": one.error,
    }


def _tell(door: Door, one: Worked) -> None:
    if one.verdict is None:
        door.warn(f"{defanged(one.url)}: {printable(one.error)}; it is tried again later")
        return
    brand = f" [{printable(one.verdict.brand)}]" if one.verdict.brand else ""
    door.say(f"{one.verdict.label:<12} {one.verdict.score:.3f} {defanged(one.url)}{brand}")
