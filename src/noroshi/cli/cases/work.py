"""Commands that change cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from noroshi.cli.cases.view import case_row, case_sentence
from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.jobs.notify.casework import Casework
from noroshi.spine.model import Case, Outcome, parse_moment
from noroshi.spine.store import Store


@contextmanager
def working(door: Door, by: str) -> Iterator[Casework]:
    """Work on the cases of a home."""
    home = door.home.create()
    with Store.open(home.state_file) as store:
        yield Casework(store, home.settings, by=by)


@click.command("open")
@click.option("--finding", required=True, metavar="ID", help="What gives rise to it.")
@click.option("--operator", required=True, metavar="ID", help="Whose work it is.")
@click.option("--due", metavar="TIME", help="By when it should be closed (ISO 8601).")
@by_option
@with_door
def open_(door: Door, finding: str, operator: str, due: str | None, by: str) -> None:
    """Make work of a finding for an operator. Run again, it gives the case that is there."""
    due_at = parse_moment(due) if due else None
    with working(door, by) as work:
        _tell(door, work.open(finding, operator_id=operator, at=_now(), due_at=due_at))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.argument("text")
@by_option
@with_door
def comment(door: Door, number: int, text: str, by: str) -> None:
    """Add a comment to a case. It may name no address but the case's own."""
    with working(door, by) as work:
        _tell(door, work.comment(number, text, at=_now()))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--to", "name", required=True, metavar="NAME", help="Log-in name of the person.")
@by_option
@with_door
def assign(door: Door, number: int, name: str, by: str) -> None:
    """Give a case to a person."""
    with working(door, by) as work:
        _tell(door, work.assign(number, name, at=_now()))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by-time", metavar="TIME", help="By when (ISO 8601); left out, it has no date.")
@by_option
@with_door
def due(door: Door, number: int, by_time: str | None, by: str) -> None:
    """Say by when a case should be closed. When that has passed, one reminder goes out."""
    due_at = parse_moment(by_time) if by_time else None
    with working(door, by) as work:
        _tell(door, work.set_due(number, due_at, at=_now()))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--outcome",
    required=True,
    type=click.Choice([outcome.value for outcome in Outcome]),
    help="How it ended.",
)
@click.option("--text", default="", help="More about it; names no address but the case's own.")
@by_option
@with_door
def close(door: Door, number: int, outcome: str, text: str, by: str) -> None:
    """End a case."""
    with working(door, by) as work:
        _tell(door, work.close(number, Outcome(outcome), at=_now(), text=text))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--text", default="", help="Why; names no address but the case's own.")
@by_option
@with_door
def reopen(door: Door, number: int, text: str, by: str) -> None:
    """Take a closed case up again."""
    with working(door, by) as work:
        _tell(door, work.reopen(number, at=_now(), text=text))


def _tell(door: Door, case: Case) -> None:
    if door.as_json:
        door.emit([case_row(case)])
    else:
        door.console.print(case_sentence(case), markup=False, highlight=False, soft_wrap=True)


def _now() -> datetime:
    return datetime.now(UTC)
