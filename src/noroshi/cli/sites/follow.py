"""`noroshi sites follow`: pages that were found harmful are looked at again."""

import asyncio
import signal

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.sites.following import Looked, opened_follower
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.working import work_off
from noroshi.spine.store import Store


@click.command()
@click.option("--once", is_flag=True, help="End when nothing is due; else wait for more.")
@click.option(
    "--concurrent",
    type=click.IntRange(1, 64),
    help="Pages at the same time; [visit] concurrent if left out.",
)
@with_door
def follow(door: Door, *, once: bool, concurrent: int | None) -> None:
    """Look again at pages that were found harmful: after 10 minutes, 1 hour, 6 hours, then daily.

    A light look comes first, without a browser: the DNS and one document. Only where something
    changed the page is visited and judged. What it was found to be (alive, cloaked, dead, revived,
    harmless) is kept with its moment and reason, and moves its entry on the list.
    """
    home = door.home.create()
    at_once = concurrent or home.settings.visit.concurrent

    async def run(store: Store) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with opened_follower(home, store) as follower:
            async for one in work_off(follower, concurrent=at_once, once=once, stop=stop):
                door.emit([_row(one)]) if door.as_json else _tell(door, one)

    with Store.open(home.state) as store:
        asyncio.run(run(store))


def _row(one: Looked) -> dict[str, object]:
    return {
        "url": one.url,
        "before": one.before.value,
        "state": one.state.value if one.state else None,
        "depth": one.depth.value,
        "code": one.code,
        "reason": one.reason.as_dict() if one.reason else None,
        "error": one.error,
    }


def _tell(door: Door, one: Looked) -> None:
    if one.error:
        door.warn(f"{defanged(one.url)}: {printable(one.error)}; it is tried again later")
        return
    if one.state is None or one.reason is None:
        door.say(f"{'cleared':<9} {defanged(one.url)}: a person called it harmless.")
        return
    turn = "" if one.state is one.before else f" (was {one.before.value})"
    door.say(f"{one.state.value:<9} {defanged(one.url)}{turn}: {one.reason.en}")
