"""The command `noroshi jobs run`."""

from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.clock import TASKS, take_turn, task_named
from noroshi.spine.model import rfc3339
from noroshi.spine.store import Store


@click.command("run")
@click.argument("name", metavar="JOB")
@with_door
def run(door: Door, *, name: str) -> None:
    """Run one job now, whether or not its time has come. Names: see `noroshi jobs list`."""
    task = task_named(name, TASKS)
    home = door.home.create()
    with Store.open(home.state) as store:
        turn = take_turn(task, home, store, lambda: datetime.now(UTC))
    if door.as_json:
        door.emit(
            [
                {
                    "name": turn.job,
                    "started": rfc3339(turn.started_at),
                    "ended": rfc3339(turn.ended_at),
                    "outcome": turn.outcome,
                    "counts": dict(turn.counts),
                }
            ]
        )
    else:
        counts = ", ".join(f"{key} {value:,}" for key, value in turn.counts.items())
        door.say(f"{turn.job}: {turn.outcome}{f' ({counts})' if counts else ''}")
    if not turn.done:
        click.get_current_context().exit(3)
