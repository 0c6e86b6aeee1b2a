"""`noroshi share withdraw` and `wrong`: an entry off the lists, at once."""

from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.jobs.decide.withdrawing import withdraw as withdraw_entry
from noroshi.spine.model import Edition, rfc3339
from noroshi.spine.store import Store


@click.command()
@click.argument("indicator", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why; readers of the list see it.")
@by_option
@with_door
def withdraw(door: Door, indicator: str, reason: str, by: str) -> None:
    """Take an entry back everywhere. Policy does not list it again for share.suppress_days."""
    home = door.home.create()
    with Store.open(home.state) as store:
        done = withdraw_entry(store, indicator, by=by, reason=reason, at=datetime.now(UTC))
    _tell(door, done)


@click.command()
@click.argument("indicator", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="In what way it is wrong.")
@by_option
@with_door
def wrong(door: Door, indicator: str, reason: str, by: str) -> None:
    """Report an entry wrong: it is suspended everywhere until a person looks (noroshi review)."""
    home = door.home.create()
    with Store.open(home.state) as store:
        done = report_wrong(store, indicator, by=by, why=reason, at=datetime.now(UTC), source="cli")
    _tell(door, done)


def _tell(door: Door, done: Edition) -> None:
    row = {
        "id": done.indicator.id,
        "subject": done.indicator.subject.as_dict(),
        "collection": done.collection,
        "standing": done.standing.value,
        "sequence": done.sequence,
        "at": rfc3339(done.added_at),
        "by": done.by,
        "reason": done.reason.as_dict(),
    }
    if door.as_json:
        door.emit([row])
        return
    click.echo(
        f"{done.indicator.subject} in {done.collection} is {done.standing} since "
        f"{rfc3339(done.added_at)} (edition {done.sequence}, {done.by})."
    )
