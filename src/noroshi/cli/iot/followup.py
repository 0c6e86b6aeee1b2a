"""`noroshi iot followup`: do told devices get mended, and sooner than those not told?"""

from collections import Counter
from collections.abc import Sequence

import click
from rich.table import Table

from noroshi.cli.curve_view import known, line_of
from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.iot.following_up import Remediation, follow_up
from noroshi.jobs.sites.lines import opened_lines

DAYS_SHOWN = (7, 14, 30, 60)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option("--by", default="arm", show_default=True, help="Field by which devices are compared.")
@click.option("--control", help="Group that was not told; the others are held against it.")
@with_door
def followup(door: Door, *, file: str, by: str, control: str | None) -> None:
    """Curves of devices still weak after their notice, from FILE (JSON Lines; - is stdin)."""
    refused: Counter[str] = Counter()
    groups = follow_up(opened_lines(file), by=by, control=control, refused=refused)
    if door.as_json:
        door.emit(_row(one) for one in groups)
    else:
        door.console.print(_table(groups, by))
    tell_refused(refused, "rows")


def _row(one: Remediation) -> dict[str, object]:
    curve = one.curve
    bands = zip(curve.times, curve.left, curve.low, curve.high, strict=True)
    return {
        "group": one.group,
        "devices": curve.number,
        "fixed": curve.ended,
        "median_days": curve.median,
        "curve": [
            {"day": day, "weak": weak, "low": known(low), "high": known(high)}
            for day, weak, low, high in bands
        ],
        "z": one.against_control.z if one.against_control else None,
        "p": one.against_control.p if one.against_control else None,
    }


def _table(groups: Sequence[Remediation], by: str) -> Table:
    days = [f"mended by day {day}" for day in DAYS_SHOWN]
    table = Table(by, "devices", "still weak", *days, "median days", "p against control")
    furthest = max((max(one.curve.times, default=0) for one in groups), default=0)
    for one in groups:
        curve = one.curve
        table.add_row(
            one.group,
            f"{curve.number:,}",
            line_of(curve, furthest),
            *(f"{1 - curve.left_at(day):.0%}" for day in DAYS_SHOWN),
            "" if curve.median is None else f"{curve.median:.1f}",
            "" if one.against_control is None else f"{one.against_control.p:.2g}",
        )
    return table
