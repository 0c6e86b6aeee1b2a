"""`noroshi sites reach`: who in one's own network still reaches a page, in counts."""

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.cli.rows_view import asked_of
from noroshi.jobs.sites.reaching import BOUND, NATURAL, Effect, Reach, reach
from noroshi.jobs.sites.results import defanged
from noroshi.spine.model import canonical_address, parse_moment, rfc3339
from noroshi.spine.store import Database


@click.command("reach")
@click.argument("page", metavar="HOST|URL|ID")
@click.option(
    "--from", "start", metavar="TIME", help="Flows that start at this or later (ISO 8601)."
)
@click.option("--to", "end", metavar="TIME", help="Flows that start before this (ISO 8601).")
@click.option("--blocked-at", metavar="TIME", help="When it was blocked; when it came onto the list if left out.")  # fmt: skip
@click.option("--address", "addresses", multiple=True, help="An address of the host besides those that visits met; repeatable.")  # fmt: skip
@click.option("--purpose", default="", metavar="TEXT", help="Why; kept with the record that these flows were read.")  # fmt: skip
@with_door
def reach_(  # noqa: PLR0913  # one parameter for each option
    door: Door,
    *,
    page: str,
    start: str | None,
    end: str | None,
    blocked_at: str | None,
    addresses: tuple[str, ...],
    purpose: str,
) -> None:
    """Count clients, flows and octets by hour to the addresses that a host was met at.

    Counted from this home's own lake, whose clients are pseudonyms; nobody is named. A flow tells
    an address, not a page, so where an address serves many sites the counts are an upper bound.
    """
    home = door.home.create()
    with Database.open(home.state) as database:
        found = reach(
            home,
            database,
            page,
            asked=asked_of(start, end, purpose),
            blocked_at=parse_moment(blocked_at) if blocked_at else None,
            addresses=[canonical_address(one) for one in addresses],
        )
    if door.as_json:
        door.emit([row_of(found)])
    else:
        _tell(door, found)


def row_of(found: Reach) -> dict[str, object]:
    """Machine output."""
    return {
        "host": found.host,
        "addresses": list(found.addresses),
        "window": list(found.window.isoformat()),
        "clients": found.clients,
        "flows": found.flows,
        "octets": found.octets,
        "shared_hosting": found.is_shared,
        "bound": BOUND.as_dict(),
        "hours": [
            {
                "hour": rfc3339(one.start),
                "clients": one.clients,
                "flows": one.flows,
                "octets": one.octets,
            }
            for one in found.hours
        ],
        "block": _effect(found.effect) if found.effect else None,
    }


def _effect(effect: Effect) -> dict[str, object]:
    return {
        "at": rfc3339(effect.blocked_at),
        "hours_before": effect.hours_before,
        "hours_after": effect.hours_after,
        "clients_before": effect.clients_before,
        "clients_after": effect.clients_after,
        "ratio": effect.ratio,
        "low": effect.low,
        "high": effect.high,
        "says": effect.word,
        "caution": NATURAL.as_dict(),
    }


def _tell(door: Door, found: Reach) -> None:
    start, end = found.window.isoformat()
    door.say(
        f"{defanged(printable(found.host))} at {len(found.addresses)} addresses, {start} to {end}"
    )
    table = Table("hour (UTC)", "clients", "flows", "octets")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in found.hours:
        table.add_row(
            f"{one.start:%Y-%m-%d %H:%M}", f"{one.clients:,}", f"{one.flows:,}", f"{one.octets:,}"
        )
    table.add_section()
    table.add_row("all", f"{found.clients:,}", f"{found.flows:,}", f"{found.octets:,}")
    door.console.print(table)
    door.say(BOUND.en)
    if found.is_shared:
        door.say("Its name lies at a service that hosts anybody: expect many others in the counts.")
    if found.effect is None:
        door.say("It was not blocked in that time, as far as the list or --blocked-at tell.")
        return
    effect = found.effect
    ratio = "" if effect.ratio is None else f", {effect.ratio:.2f} times as many an hour"
    door.say(
        f"Block at {effect.blocked_at:%Y-%m-%d %H:%M} UTC: {effect.clients_before:,} clients in"
        f" {effect.hours_before} h before, {effect.clients_after:,} in {effect.hours_after} h"
        f" after{ratio}: {effect.word}."
    )
    door.say(NATURAL.en)
