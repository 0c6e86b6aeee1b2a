"""The command `noroshi flows tidy`."""

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.jobs.flows.tidying import Tidied
from noroshi.jobs.flows.tidying import tidy as tidy_lake
from noroshi.spine.model import rfc3339


@click.command("tidy")
@with_door
def tidy(door: Door) -> None:
    """Merge hours that are over, compute daily aggregates, drop what is too old or too much.

    The collector does this each hour by itself. Safe to interrupt and to repeat: the next run goes on.
    """
    with shown_steps(door.notices) as progress:
        done = tidy_lake(door.home, progress=progress)
    if door.as_json:
        door.emit([_row(done)])
    else:
        _tell(door, done)
    if done.problems:
        click.get_current_context().exit(3)


def _row(done: Tidied) -> dict[str, object]:
    return {
        **done.counts(),
        "dropped": [
            {"hour": rfc3339(d.hour), "reason": d.reason, "rows": d.rows, "octets": d.octets}
            for d in done.dropped
        ],
        "problems": done.problems,
    }


def _tell(door: Door, done: Tidied) -> None:
    counts = done.counts()
    lines = [
        (
            f"{counts['merged_files']:,} files of {counts['merged_hours']:,} hours merged:"
            f" {counts['merged_rows']:,} rows, {_mb(counts['octets_before'])} became {_mb(counts['octets_after'])}."
        ),
        f"{counts['summarised_days']:,} days summarised; {done.swept:,} replaced files removed.",
    ]
    lines += [
        f"Dropped {rfc3339(d.hour)} ({'too old' if d.reason == 'age' else 'disk share reached'}):"
        f" {d.rows:,} flows, {_mb(d.octets)}."
        for d in done.dropped
    ]
    if done.dropped_days:
        lines.append(f"Daily aggregates of {len(done.dropped_days):,} days dropped.")
    for line in lines:
        door.console.print(line, markup=False, highlight=False, soft_wrap=True)
    for problem in done.problems:
        door.notices.print(f"noroshi: {problem}", markup=False, highlight=False, soft_wrap=True)


def _mb(octets: int) -> str:
    return f"{octets / 1e6:,.1f} MB"
