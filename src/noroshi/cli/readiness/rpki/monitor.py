"""`noroshi readiness rpki monitor`: what changed for the own prefixes and the VRPs."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.rpki.vrp_source import VrpSource, opened_source
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.rov_monitoring import Watching
from noroshi.jobs.readiness.rov_monitoring import monitor as look_again
from noroshi.readiness.check import worst
from noroshi.readiness.rpki.judge.watch import WatchLimits
from noroshi.spine.model import rfc3339

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--vrps",
    required=True,
    type=VrpSource(),
    metavar="SOURCE",
    help="VRPs, as validate takes them.",
)
@click.option("--routes", required=True, type=FILE, help="The table in use, as validate takes it.")
@click.option(
    "--own-as",
    "own",
    required=True,
    multiple=True,
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="The own AS; repeatable.",
)
@click.option(
    "--soon",
    type=click.FloatRange(0),
    default=6,
    show_default=True,
    metavar="HOURS",
    help="When the end of a ROA is near. Validators tell the end of the whole chain, often within a day.",
)
@click.option(
    "--loss",
    type=click.FloatRange(0, 100),
    default=2,
    show_default=True,
    metavar="PERCENT",
    help="Part of all VRPs that may vanish since the last look.",
)
@click.option(
    "--anchor-loss",
    type=click.FloatRange(0, 100),
    default=5,
    show_default=True,
    metavar="PERCENT",
    help="Part of one trust anchor's.",
)
@click.option(
    "--accept", is_flag=True, help="Take this look as the measure of the next, whatever it lost."
)
@with_door
@keep_option
def monitor(door: Door, vrps: str, routes: Path, own: tuple[int, ...], accept: bool, keeper: Keeper, **numbers: float) -> None:  # fmt: skip
    """Compare VRPs and routes with the last look that is kept in the home.

    Tells own routes that are invalid or lost their ROA, new origins in the own address space, ROAs that end
    soon, and a sudden loss of VRPs, in all and by trust anchor. A look that lost VRPs is not kept: the one
    before stays the measure. The exit code is 1 where something is bad.
    """
    with opened_source(vrps) as source:
        watching = Watching(
            source=source,
            routes=routes,
            own=own,
            soon_s=numbers["soon"] * 3600,
            limits=WatchLimits(
                loss=numbers["loss"] / 100, anchor_loss=numbers["anchor_loss"] / 100
            ),
            accept=accept,
        )
        seen, found = look_again(door.home.create(), watching, now=datetime.now(UTC))
    level = worst([check.level for check in found])
    total = {"at": rfc3339(seen.at), "vrps": seen.vrps, "anchors": seen.anchors}
    rows = [
        {**total, "own_routes": len(seen.routes), "level": level.value},
        *(check.as_dict() for check in found),
    ]
    inputs = {"vrps": source_digest(vrps), "routes": source_digest(routes)}
    keeper("rpki.monitor", ", ".join(f"AS{one}" for one in own), rows, inputs)
    if door.as_json:
        door.emit(rows)
    else:
        show_checks(
            door, ", ".join(f"AS{one}" for one in own), level, found, language_of(os.environ)
        )
    if level == "bad":
        click.get_current_context().exit(1)
