"""`noroshi readiness outlet speak`: the process that ExaBGP runs."""

import os
import sys
from datetime import UTC, datetime
from threading import Event, Thread

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.until_told import until_told
from noroshi.jobs.outlet.speaking import speak as speak_routes
from noroshi.jobs.outlet.writing import ROUTED
from noroshi.spine.model import Outlet
from noroshi.spine.store import Store

_STDIN = 0


@click.command()
@click.argument("outlets", nargs=-1, type=click.Choice([one.value for one in ROUTED]))
@with_door
def speak(door: Door, outlets: tuple[str, ...]) -> None:
    """Print the commands of ExaBGP's API for OUTLETS, and go on with each change until it ends.

    In exabgp.conf: process noroshi { run noroshi --home HOME readiness outlet speak; encoder text; }
    """
    home = door.home.create()
    chosen = [Outlet(one) for one in outlets] or list(ROUTED)
    with until_told() as stop, Store.open(home.state) as store:
        Thread(target=_listen, args=(stop,), daemon=True).start()
        for line in speak_routes(home, store, chosen, lambda: datetime.now(UTC), stop.wait):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def _listen(stop: Event) -> None:
    """Read what ExaBGP answers, which would fill the pipe, until it has gone."""
    while os.read(_STDIN, 65_536):
        pass
    stop.set()
