"""The command `noroshi doctor`."""

import os
from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.house.diagnosing import Diagnosis, State, diagnose


@click.command("doctor")
@with_door
def doctor(door: Door) -> None:
    """Look at settings, clock, disk, keys, database, jobs, audit and lake; say what to do.

    The exit code is 3 while any of them is unwell.
    """
    seen = list(diagnose(door.home, datetime.now(UTC)))
    if door.as_json:
        door.emit(
            {
                "part": one.part,
                "state": one.state.value,
                "found": one.found.as_dict(),
                "advice": one.advice.as_dict() if one.advice else None,
            }
            for one in seen
        )
    else:
        door.console.print(_table(seen))
    if any(one.state is State.UNWELL for one in seen):
        click.get_current_context().exit(3)


def _table(seen: list[Diagnosis]) -> Table:
    language = language_of(os.environ)
    table = Table("part", "state", "found", "what to do")
    for one in seen:
        advice = one.advice.said(language) if one.advice else ""
        table.add_row(one.part, one.state.value, Text(one.found.said(language)), Text(advice))
    return table
