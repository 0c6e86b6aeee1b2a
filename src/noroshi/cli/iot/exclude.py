"""`noroshi iot exclude`: who asked not to be surveyed."""

from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.opting_out import all_opt_outs, opt_out
from noroshi.spine.model import rfc3339
from noroshi.spine.store import Store


@click.group()
def exclude() -> None:
    """Addresses that no survey asks; a running one heeds a new entry within seconds."""


@exclude.command()
@click.argument("prefix")
@click.option("--note", default="", help="Who asked, and how; at most 500 characters.")
@by_option
@with_door
def add(door: Door, prefix: str, note: str, by: str) -> None:
    """Ask PREFIX (an address or a network) no more."""
    home, at = door.home.create(), datetime.now(UTC)
    with Store.open(home.state) as store:
        made = opt_out(store, prefix, by=by, note=note, at=at)
    trail_of(home, lambda: at).note(by, "survey.exclude", made.prefix)
    if door.as_json:
        door.emit([{"prefix": made.prefix, "asked_at": rfc3339(made.asked_at)}])
    else:
        door.say(f"{made.prefix} is asked no more.")


@exclude.command("list")
@with_door
def list_(door: Door) -> None:
    """Show all of them, oldest first."""
    with Store.open(door.home.create().state) as store:
        wishes = all_opt_outs(store)
    rows = [
        {
            "prefix": one.prefix,
            "asked_at": rfc3339(one.asked_at),
            "asked_by": one.asked_by,
            "note": one.note,
        }
        for one in wishes
    ]
    if door.as_json:
        door.emit(rows)
        return
    for row in rows:
        door.say("  ".join(str(value) for value in row.values()))
