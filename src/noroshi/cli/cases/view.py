"""Commands that show cases, and how a case is shown."""

from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.spine.model import Case, CaseEvent, CaseStanding, InputError, rfc3339
from noroshi.spine.store import Store
from noroshi.spine.store.cases import CaseChoice, Cases


@click.command("list")
@click.option(
    "--standing",
    "standings",
    multiple=True,
    type=click.Choice([standing.value for standing in CaseStanding]),
    help="Where the work is; may be given several times.",
)
@click.option("--operator", metavar="ID", help="Of this operator only.")
@click.option("--overdue", is_flag=True, help="Only those whose date has passed.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@with_door
def list_(
    door: Door, standings: tuple[str, ...], operator: str | None, overdue: bool, limit: int
) -> None:
    """Cases, newest first."""
    choice = CaseChoice(
        standings=tuple(map(CaseStanding, standings)),
        operator_id=operator,
        overdue_at=datetime.now(UTC) if overdue else None,
    )
    with Store.open(door.home.create().state_file) as store:
        found = Cases(store.database).some(choice, limit=limit)
    if door.as_json:
        door.emit(map(case_row, found))
        return
    for case in found:
        _print(door, case_sentence(case))
    if not found:
        _print(door, "There is no such case.")


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@with_door
def show(door: Door, number: int) -> None:
    """One case and all that happened in it."""
    with Store.open(door.home.create().state_file) as store:
        cases = Cases(store.database)
        case = cases.find(number)
        if case is None:
            raise InputError(f"there is no case {number}; see: noroshi cases list")
        events = cases.events(case.id)
    if door.as_json:
        door.emit([case_row(case) | {"events": [_event_row(event) for event in events]}])
        return
    _print(door, case_sentence(case))
    for event in events:
        _print(door, f"  {rfc3339(event.at)}  {event.by}  {event.verb}  {event.text}".rstrip())


def case_row(case: Case) -> dict[str, object]:
    """A case for machines."""
    return {
        "number": case.number,
        "title": case.title,
        "kind": case.kind,
        "subject": case.subject.as_dict(),
        "operator": case.operator_id,
        "standing": case.standing.value,
        "finding": case.finding_id,
        "indicator": case.indicator_id,
        "opened_at": rfc3339(case.opened_at),
        "due_at": rfc3339(case.due_at) if case.due_at else None,
        "closed_at": rfc3339(case.closed_at) if case.closed_at else None,
        "outcome": case.outcome.value if case.outcome else None,
    }


def case_sentence(case: Case) -> str:
    """A case on one line."""
    told = f"Case {case.number}: {case.title}, {case.operator_id}, {case.standing}"
    if case.outcome:
        return f"{told} ({case.outcome})"
    return f"{told}, due {rfc3339(case.due_at)}" if case.due_at else told


def _event_row(event: CaseEvent) -> dict[str, object]:
    return {
        "at": rfc3339(event.at),
        "by": event.by,
        "verb": event.verb.value,
        "text": event.text,
    }


def _print(door: Door, line: str) -> None:
    door.console.print(line, markup=False, highlight=False, soft_wrap=True)
