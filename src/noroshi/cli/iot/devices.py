"""`noroshi iot devices`: the devices that this home keeps, for pages and reports."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.iot.attribute import AS_TABLE
from noroshi.cli.person import by_option
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.iot.attributing import open_attribution
from noroshi.jobs.iot.keeping_devices import keep_devices
from noroshi.jobs.iot.together import join_flows
from noroshi.jobs.sites.lines import opened_lines

ROWS = click.Path(exists=True, dir_okay=False, allow_dash=True)


@click.group()
def devices() -> None:
    """Devices that this home keeps for pages and reports. No address is kept."""


@devices.command()
@click.argument("file", type=ROWS, default="-")
@AS_TABLE
@by_option
@with_door
def keep(door: Door, *, file: str, as_table: Path | None, by: str) -> None:
    """Keep the devices of FILE, which `iot identify` wrote, in the place of those kept before."""
    refused: Counter[str] = Counter()
    attribution = open_attribution(door.home, as_table)
    kept = keep_devices(
        door.home, opened_lines(file), attribution, by=by, at=datetime.now(UTC), refused=refused
    )
    counts = {
        "devices": len(kept),
        "weak": sum(one.is_weak for one in kept),
        "unowned": sum(not one.operator for one in kept),
    }
    if door.as_json:
        door.emit([counts])
    else:
        door.say(
            f"{counts['devices']:,} devices kept, {counts['weak']:,} of them weak,"
            f" {counts['unowned']:,} of no operator."
        )
    tell_refused(refused, "rows")


@devices.command()
@by_option
@with_door
def join(door: Door, *, by: str) -> None:
    """Count the listed servers that each kept device's address met in this home's flows that day.

    Weak devices that meet one rise to the top of pages, and of the reports of `iot notify`.
    """
    with shown_steps(door.notices) as progress:
        done = join_flows(door.home, by=by, at=datetime.now(UTC), progress=progress)
    if door.as_json:
        door.emit([{"devices": done.devices, "meeting": done.meeting, "weak": done.weak, "flows": done.flows}])  # fmt: skip
    else:
        door.say(
            f"Of {done.devices:,} devices {done.meeting:,} met a listed server,"
            f" {done.weak:,} of them weak; {done.flows:,} flows were looked at."
        )
