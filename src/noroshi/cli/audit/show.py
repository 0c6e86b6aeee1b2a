"""The command `noroshi audit show`."""

from datetime import UTC, datetime
from itertools import islice

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home.audit import AuditLine

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"])


@click.command("show")
@click.option("--by", help="Of this actor only, for example user:hanako.")
@click.option("--action", help="Of this action only (token.issue), or of all of a noun (token).")
@click.option("--target", help="To this target only.")
@click.option("--since", type=MOMENT, help="At or after this moment only (UTC).")
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many lines."
)
@with_door
def show(
    door: Door,
    *,
    by: str | None,
    action: str | None,
    target: str | None,
    since: datetime | None,
    limit: int,
) -> None:
    """Who did what, newest first. Changed lines are left out; `noroshi audit verify` names them."""
    moment = since.replace(tzinfo=UTC) if since else None
    trail = trail_of(door.home, lambda: datetime.now(UTC))
    found = islice(trail.newest(by=by, action=action, target=target, since=moment), limit)
    if door.as_json:
        door.emit(line.as_row() for line in found)
        return
    door.console.print(_table(list(found)))


def _table(found: list[AuditLine]) -> Table:
    table = Table("line", "at (UTC)", "by", "action", "target", "detail")
    for line in found:
        detail = ", ".join(f"{name}={value}" for name, value in line.detail.items())
        cells = (line.by, line.action, line.target, detail)
        at = f"{line.at:%Y-%m-%d %H:%M:%S}"
        # As text: what the network brought may look like markup.
        table.add_row(str(line.position), at, *(Text(cell) for cell in cells))
    return table
