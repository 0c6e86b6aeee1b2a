"""The command `noroshi jobs list`."""

import os

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.clock import TASKS, every_s
from noroshi.spine.model import rfc3339
from noroshi.spine.store import Store
from noroshi.spine.store.runs import Runs


@click.command("list")
@with_door
def list_(door: Door) -> None:
    """Every job, how often it runs, and how it went last."""
    home = door.home.create()
    every = every_s(home.settings)
    with Store.open(home.state) as store:
        last = {task.name: Runs(store.database).last(task.name) for task in TASKS}
    if door.as_json:
        door.emit(
            {
                "name": task.name,
                "every_s": every[task.name],
                "meaning": task.meaning.as_dict(),
                "last": rfc3339(run.started_at) if (run := last[task.name]) else None,
                "outcome": run.outcome if run else None,
                "counts": dict(run.counts) if run else {},
            }
            for task in TASKS
        )
        return
    table = Table("job", "every", "last (UTC)", "outcome", "does")
    for task in TASKS:
        run = last[task.name]
        table.add_row(
            task.name,
            f"{every[task.name]:,} s" if every[task.name] else "off",
            f"{run.started_at:%Y-%m-%d %H:%M:%S}" if run else "never",
            Text(run.outcome if run else ""),
            task.meaning.said(language_of(os.environ)),
        )
    door.console.print(table)
