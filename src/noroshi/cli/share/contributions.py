"""`noroshi share contributions`: what members and peers said, and what became of it."""

import os

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.spine.model import Contribution, ContributionStanding
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions


@click.command()
@click.option("--operator", metavar="ID", help="Of this member only.")
@click.option("--standing", type=click.Choice([one.value for one in ContributionStanding]), help="Only those of this standing.")  # fmt: skip
@click.option("--after", default="", metavar="ID", help="Go on behind this id.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Most rows.")  # fmt: skip
@with_door
def contributions(
    door: Door, operator: str | None, standing: str | None, after: str, limit: int
) -> None:
    """Show what members posted and trusted peers say, and what was decided on it.

    What waits is decided with `noroshi review`, like findings.
    """
    with Database.open(door.home.create().state) as database:
        found = Contributions(database).listed(
            limit=limit,
            after=after,
            operator_id=operator,
            standing=ContributionStanding(standing) if standing else None,
        )
    if door.as_json:
        door.emit([one.as_dict() for one in found])
        return
    for one in found:
        click.echo(_line(one))
    if len(found) == limit:
        click.echo(f"There may be more: --after {found[-1].id}", err=True)


def _line(one: Contribution) -> str:
    words = (
        f" \N{LEFT DOUBLE QUOTATION MARK}{one.label}\N{RIGHT DOUBLE QUOTATION MARK}"
        if one.label
        else ""
    )
    why = f": {one.reason.said(language_of(os.environ))}" if one.reason else ""
    return (
        f"{one.id}  {one.standing:9}  {one.giver:16}  {one.confidence:3}  {one.subject}{words}{why}"
    )
