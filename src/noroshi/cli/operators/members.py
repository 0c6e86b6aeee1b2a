"""`noroshi operators add`, `list`, `edit` and `end`."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.membering import BY_OWNER, canonical_operator
from noroshi.spine.model import COLLECTIONS, Action, InputError, MemberRole, Operator, rfc3339
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators


def _facts(command: Callable[..., None]) -> Callable[..., None]:
    """Options that tell facts of an operator; each may be given several times."""
    for name, key, text in (
        ("--asn", "asns", "Number of an autonomous system of its own."),
        ("--prefix", "prefixes", "Address range of its own (CIDR)."),
        ("--domain", "domains", "Domain of its own."),
        ("--contact", "contacts", "Mail address of its security desk."),
        ("--collection", "entitlements", f"Collection it may read: {', '.join(COLLECTIONS)}."),
    ):
        kind = int if key == "asns" else str
        command = click.option(name, key, multiple=True, type=kind, help=text)(command)
    command = click.option(
        "--action",
        type=click.Choice([each.value for each in Action]),
        help="What it declares to do with the list.",
    )(command)
    return click.option("--name", help="Name for people.")(command)


@click.command()
@click.argument("operator_id", metavar="ID")
@click.option(
    "--role",
    type=click.Choice([each.value for each in MemberRole]),
    default=MemberRole.SHARING.value,
    show_default=True,
    help="What it is in the sharing body.",
)
@_facts
@with_door
def add(door: Door, operator_id: str, role: str, **facts: object) -> None:
    """Take an operator in. Without --collection it may read every collection."""
    at = datetime.now(UTC)
    told = {"name": operator_id, "entitlements": COLLECTIONS} | _given(facts)
    operator = canonical_operator(
        Operator(id=operator_id, role=MemberRole(role), joined_at=at, **told)  # type: ignore[arg-type]  # checked by canonical_operator
    )
    with Database.open(door.home.create().state) as database:
        Operators(database).add(operator)
    _tell(door, operator, "operator.add", at)


@click.command()
@click.argument("operator_id", metavar="ID")
@click.option(
    "--role",
    type=click.Choice([each.value for each in MemberRole]),
    help="What it is in the sharing body.",
)
@_facts
@with_door
def edit(door: Door, operator_id: str, role: str | None, **facts: object) -> None:
    """Change what is known of an operator; an option replaces all values of its kind."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        known = _known(database, operator_id)
        told = _given(facts) | ({"role": MemberRole(role)} if role else {})
        operator = canonical_operator(replace(known, **told))  # type: ignore[arg-type]  # as above
        Operators(database).edit(operator)
    _tell(door, operator, "operator.edit", at)


@click.command()
@click.argument("operator_id", metavar="ID")
@with_door
def end(door: Door, operator_id: str) -> None:
    """End a membership: its people and programs are let in no longer; its record stays."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        Operators(database).end(operator_id, at)
        operator = _known(database, operator_id)
    _tell(door, operator, "operator.end", at)


@click.command("list")
@click.option("--ended", is_flag=True, help="Also operators that left.")
@with_door
def list_(door: Door, ended: bool) -> None:
    """The members, and what is known of them."""
    with Database.open(door.home.create().state) as database:
        operators = Operators(database).all(ended=ended)
    if door.as_json:
        door.emit(_row(operator) for operator in operators)
        return
    for operator in operators:
        click.echo(_line(operator))
    if not operators:
        click.echo("There is no operator yet. Add one: noroshi operators add ID --name NAME")


def _given(facts: dict[str, object]) -> dict[str, object]:
    """What was said on the command line: options that were left out are not there."""
    given = {key: value for key, value in facts.items() if value not in (None, ())}
    if isinstance(action := given.get("action"), str):
        given["action"] = Action(action)
    return given


def _known(database: Database, operator_id: str) -> Operator:
    operator = Operators(database).get(operator_id)
    if operator is None:
        raise InputError(f"there is no operator {operator_id}; see: noroshi operators list")
    return operator


def _row(operator: Operator) -> dict[str, object]:
    return asdict(operator) | {
        "joined_at": rfc3339(operator.joined_at),
        "left_at": rfc3339(operator.left_at) if operator.left_at else None,
    }


def _line(operator: Operator) -> str:
    facts = [*(f"AS{number}" for number in operator.asns), *operator.prefixes, *operator.domains]
    ended = f" (left {operator.left_at:%Y-%m-%d})" if operator.left_at else ""
    told = f"{operator.id:<20} {operator.role:<12} {operator.name}{ended}"
    return f"{told}: {', '.join(facts)}" if facts else told


def _tell(door: Door, operator: Operator, action: str, at: datetime) -> None:
    trail_of(door.home, lambda: at).note(BY_OWNER, action, f"operator:{operator.id}")
    if door.as_json:
        door.emit([_row(operator)])
    else:
        click.echo(_line(operator))
