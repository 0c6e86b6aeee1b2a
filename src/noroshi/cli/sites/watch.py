"""`noroshi sites watch`: posts, feeds, lists and certificate logs are read."""

import random
import signal
from datetime import UTC, datetime
from threading import Event, Thread

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.watching import STREAMS, Watched, Watching, chosen_watchers, keep_watching
from noroshi.spine.home import Home
from noroshi.spine.home.site_settings import WatchSettings
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Store

END_S = 20.0
"""How long a watcher may take to come to its end."""


@click.command()
@click.argument("name", nargs=-1)
@click.option("--once", is_flag=True, help="Read what is new and end; streams cannot.")
@with_door
def watch(door: Door, *, name: tuple[str, ...], once: bool) -> None:
    """Read the sources of [[watch]], by NAME or all, until interrupted.

    Each goes on where it ended, also after a crash. With --once the exit code is 3 if a source failed.
    """
    home = door.home.create()
    chosen = chosen_watchers(home, name)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Store.open(home.state) as store:
        watchers = [_watching(home, store, one, stop) for one in chosen]
        if once:
            _read_once(door, watchers)
        else:
            _keep_reading(watchers, stop)


def _watching(home: Home, store: Store, settings: WatchSettings, stop: Event) -> Watching:
    return Watching(
        home=home,
        database=store.database,
        settings=settings,
        clock=lambda: datetime.now(UTC),
        stop=stop.is_set,
    )


def _read_once(door: Door, watchers: list[Watching]) -> None:
    streams = [one.settings.name for one in watchers if one.settings.kind in STREAMS]
    if streams:
        raise ConfigError(f"{', '.join(streams)}: a stream has no end; leave --once out")
    done = []
    for one in watchers:
        done.append(one.read())
        _tell(door, done[-1])
    if failed := [one.source for one in done if one.error]:
        raise SourceError(f"could not be read to the end: {', '.join(failed)}; see above")


def _tell(door: Door, one: Watched) -> None:
    if door.as_json:
        door.emit(
            [
                {
                    "source": one.source,
                    "read": one.read,
                    "kept": one.kept,
                    "known": one.known,
                    "queued": one.queued,
                    "refused": dict(one.refused),
                    "error": one.error,
                }
            ]
        )
        return
    refused = ", ".join(f"{count:,} {reason}" for reason, count in sorted(one.refused.items()))
    door.say(f"{one.source}: {one.read:,} read, {one.kept:,} new, {one.known:,} known, {one.queued:,} queued" + (f"; refused {refused}" if refused else ""))  # fmt: skip
    if one.error:
        door.warn(f"{one.source}: {one.error}")


def _keep_reading(watchers: list[Watching], stop: Event) -> None:
    threads = [
        Thread(target=keep_watching, args=(one, stop.wait, random.random), name=one.settings.name)
        for one in watchers
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(END_S)
