"""`noroshi share publish`, `holds`, `release`: the shared lists, brought up to date."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.jobs.decide.deciding import warnings_of
from noroshi.jobs.share.publishing import Published
from noroshi.jobs.share.publishing import publish as publish_lists
from noroshi.jobs.share.publishing import release as release_list
from noroshi.spine.home import Home
from noroshi.spine.model import COLLECTIONS, InputError, parse_moment, rfc3339
from noroshi.spine.store import Store
from noroshi.spine.store.holds import Holds


@click.command()
@click.option("--at", metavar="TIME", help="Publish as of this time (ISO 8601); now when left out.")
@with_door
def publish(door: Door, at: str | None) -> None:
    """Decide on every finding, let old entries end, and publish what changed. Safe to run again."""
    moment = parse_moment(at) if at else datetime.now(UTC)
    home = door.home.create()
    with Store.open(home.state) as store:
        done = publish_lists(home, store, moment)
    _tell(door, home, done)


@click.command()
@with_door
def holds(door: Door) -> None:
    """Show the lists that wait because policy would change too much of them in one step."""
    home = door.home.create()
    with Store.open(home.state) as store:
        waiting = Holds(store.database).waiting()
    if door.as_json:
        door.emit(
            {
                "collection": hold.collection,
                "entries_before": hold.entries_before,
                "entries_after": hold.entries_after,
                "held_at": rfc3339(hold.held_at),
            }
            for hold in waiting
        )
        return
    for hold in waiting:
        click.echo(
            f"{hold.collection}: {hold.entries_before:,} entries would become "
            f"{hold.entries_after:,}; waits since {rfc3339(hold.held_at)}. "
            f"To let it out: noroshi share release {hold.collection}"
        )
    if not waiting:
        click.echo("No list waits.")


@click.command()
@click.argument("collection", type=click.Choice(COLLECTIONS))
@click.option("--at", metavar="TIME", help="Publish as of this time (ISO 8601); now when left out.")
@by_option
@with_door
def release(door: Door, collection: str, at: str | None, by: str) -> None:
    """Let a list that waits change as much as it does now, and publish it."""
    moment = parse_moment(at) if at else datetime.now(UTC)
    home = door.home.create()
    with Store.open(home.state) as store:
        done = release_list(home, store, collection, by=by, at=moment)
    _tell(door, home, done)


def _tell(door: Door, home: Home, done: Published) -> None:
    problems = warnings_of(home).problems()
    if door.as_json:
        waiting = [
            {"collection": name, "entries_before": before, "entries_after": after}
            for name, (before, after) in done.waiting.items()
        ]
        unread = [{"file": one.file, "message": one.message} for one in problems]
        door.emit([asdict(done) | {"waiting": waiting, "unread_warning_lists": unread}])
    else:
        click.echo(_sentence(done))
        for name, (before, after) in done.waiting.items():
            click.echo(
                f"The list {name} waits: {before:,} entries would become {after:,}. Look at the "
                f"findings, then: noroshi share release {name}"
            )
    for one in problems:
        still = "its last good version still holds" if one.standing else "it is left out"
        click.echo(f"noroshi: warning list {one.file}: {one.message}; {still}", err=True)
    if problems:
        click.get_current_context().exit(InputError.exit_code)


def _sentence(done: Published) -> str:
    counts = {
        name: getattr(done, name)
        for name in (
            "added",
            "renewed",
            "unchanged",
            "withdrawn",
            "expired",
            "suspended",
            "suppressed",
            "held",
            "overtaken",
        )
    }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return (
        f"{done.entries:,} entries: {told or 'nothing to publish'}. The lists stand at {done.head}."
    )
