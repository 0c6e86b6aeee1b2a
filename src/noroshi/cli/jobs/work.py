"""The command `noroshi jobs work`."""

import signal
from datetime import UTC, datetime
from threading import Event

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.until_told import until_told
from noroshi.jobs.clock import Election, Scheduler
from noroshi.spine.home import Home
from noroshi.spine.store import Store

TICK_S = 0.5
STAND_S = 5.0
"""How often one who was not elected asks again."""


@click.command("work")
@with_door
def work(door: Door) -> None:
    """Run jobs by the clock, until interrupted. `noroshi up` starts this.

    Of several processes on one home one works and the others wait. SIGHUP reads the settings again.
    """
    home = door.home.create()
    reload = Event()
    signal.signal(signal.SIGHUP, lambda *_: reload.set())
    election = Election(home.scheduler_lock)
    with until_told() as stop:
        while not election.stand():
            if stop.wait(STAND_S):
                return
        _work(door, home, election, stop, reload)


def _work(door: Door, home: Home, election: Election, stop: Event, reload: Event) -> None:
    with Store.open(home.state) as store:
        scheduler = Scheduler(home, store, lambda: datetime.now(UTC))
        try:
            while not stop.wait(TICK_S):
                if reload.is_set():
                    reload.clear()
                    scheduler.reload()
                started = scheduler.tick()
                if door.as_json:
                    door.emit({"started": name} for name in started)
        finally:
            scheduler.close()
            election.resign()
