"""`noroshi readiness declare`: how an item stands that no command can check."""

import getpass
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.readiness.guiding import declare as declare_item
from noroshi.readiness.guide.state import DECLARABLE
from noroshi.spine.store import Store


@click.command()
@click.argument("item")
@click.argument("state", type=click.Choice([state.value for state in DECLARABLE]))
@click.option("--note", default="", metavar="TEXT", help="By what you know it.")
@with_door
def declare(door: Door, item: str, state: str, note: str) -> None:
    """Say that ITEM is met, partly met, unmet or not-applicable.

    For items that no command can check; of the others only not-applicable can be said. What you
    say is kept under a run with your name, and documents cite it so.
    """
    with Store.open(door.home.create().state) as store:
        kept = declare_item(
            store, item, state, note=note, by=getpass.getuser(), now=datetime.now(UTC)
        )
    if door.as_json:
        door.emit([{"item": item, "state": state, "run": kept.run}])
    else:
        door.say(f"{item}: {state} (run {kept.run})")
