"""The command `noroshi up`: everything on one machine."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

import click

from noroshi import __version__
from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.membering import first_link
from noroshi.jobs.house.supervising import Part, Supervisor
from noroshi.spine.home import Home, HubSettings
from noroshi.spine.model import SourceError
from noroshi.spine.net.knock import answers
from noroshi.spine.store import Store

TICK_S = 0.3
OWNER = "cli:owner"
"""Whoever may run commands on the home."""


@click.command("up")
@click.option(
    "--listen",
    metavar="ADDR:PORT",
    help="Where the console and the API answer; overrides [hub] listen.",
)
@click.option("--no-jobs", is_flag=True, help="Answer only; run no jobs by the clock.")
@with_door
def up(door: Door, *, listen: str | None, no_jobs: bool) -> None:
    """Run the hub: console, API and jobs, until interrupted.

    The first time it makes the home and tells a link that works once, where the first coordinator
    sets a password. SIGHUP reads the settings again; SIGTERM and SIGINT end it in order.
    """
    if listen:
        os.environ["NOROSHI__HUB__LISTEN"] = listen  # for every part that this one starts
    home = door.home.create()
    here = address_of(home.settings.hub)
    with Store.open(home.state) as store:  # the tables are made once, before anybody asks
        link = first_link(store.database, here, datetime.now(UTC))
    trail = trail_of(home, lambda: datetime.now(UTC))
    trail.note(OWNER, "hub.start", here, {"version": __version__})
    supervisor = Supervisor(
        parts_of(home, jobs=home.settings.jobs.enabled and not no_jobs),
        environment={"NOROSHI_HOME": str(home.path.resolve())},
    )
    try:
        _run(home.settings.hub, supervisor, lambda: _tell(door, home.settings.hub, link))
    finally:
        supervisor.stop()
        trail.note(OWNER, "hub.stop", here)


def address_of(hub: HubSettings) -> str:
    """The URL at which people find it."""
    if hub.public_url:
        return hub.public_url
    host, _, port = hub.listen.rpartition(":")
    here = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104  # compared, not bound
    return f"{'https' if hub.tls_certificate else 'http'}://{here}:{port}"


def parts_of(home: Home, *, jobs: bool) -> list[Part]:
    """The processes of a hub."""
    command = (sys.executable, "-m", "noroshi", "--home", str(home.path.resolve()))
    parts = [Part(name="the console", command=(sys.executable, "-m", "noroshi.console"))]
    if jobs:
        parts.append(Part(name="the jobs", command=(*command, "jobs", "work")))
        if home.settings.zone.name:
            feeding = (*command, "share", "feed", "--follow")
            parts.append(Part(name="the zone feeder", command=feeding))
        parts += _site_parts(home, command)
    return parts


def _site_parts(home: Home, command: tuple[str, ...]) -> list[Part]:
    settings, parts = home.settings.sites, []
    if settings.work:
        parts.append(Part(name="the site worker", command=(*command, "sites", "work")))
    if settings.follow:
        parts.append(Part(name="the follower", command=(*command, "sites", "follow")))
    if settings.watch and home.settings.watch:
        parts.append(Part(name="the watchers", command=(*command, "sites", "watch")))
    return parts


def _run(hub: HubSettings, supervisor: Supervisor, listening: Callable[[], None]) -> None:
    stop, reload = Event(), Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    signal.signal(signal.SIGHUP, lambda *_: reload.set())
    host, _, port = hub.listen.rpartition(":")
    told = False
    if answers(host.strip("[]"), int(port)):
        raise SourceError(f"{hub.listen} is taken by another program; end it, or set [hub] listen")
    supervisor.start()
    while not stop.wait(TICK_S):
        supervisor.tend()
        if reload.is_set():
            reload.clear()
            supervisor.reload()
        if not told and answers(host.strip("[]"), int(port)):
            told = True
            listening()


def _tell(door: Door, hub: HubSettings, link: str | None) -> None:
    here = address_of(hub)
    if door.as_json:
        door.emit([{"event": "listening", "url": here, "first_link": link}])
        return
    door.say(f"The hub {hub.name} is at {here} (Ctrl-C ends it).")
    if link:
        door.say(f"Nobody can log in yet. This link works once, for three days: {link}")
