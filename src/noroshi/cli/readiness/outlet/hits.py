"""`noroshi readiness outlet hits`: what resolvers met."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.outlet.hits import Hits, count_hits, record_hits
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store

SHOWN = 20


@click.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))  # fmt: skip
@click.option("--operator", default="", help="Record the hits as this operator's sightings of --day.")  # fmt: skip
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day (UTC) that the log holds.")
@with_door
def hits(door: Door, log: Path, operator: str, day: datetime | None) -> None:
    """Count what the policy zone touched, by a LOG of a resolver.

    BIND writes it to the category rpz, Unbound with rpz-log: yes, Knot Resolver with the settings of
    `outlet configure`. Nobody is told or kept who asked: askers are counted and forgotten. The count opens the gate of the
    outlet rpz.
    """
    if bool(operator) != (day is not None):
        raise ConfigError("give both --operator and --day, or neither")
    home = door.home.create()
    now = datetime.now(UTC)
    with Store.open(home.state) as store:
        lines = sys.stdin.buffer if str(log) == "-" else log.open("rb")
        with lines:
            found = count_hits(home, store, lines, now)
        recorded = record_hits(store, found, operator, day.date(), now) if day else 0
    if door.as_json:
        door.emit([_row(found, recorded)])
        return
    door.say(
        f"{found.read.met:,} answers of {found.read.lines:,} lines, {found.clients:,} askers, "
        f"{len(found.entries):,} entries; {recorded:,} sightings recorded"
    )
    for owner, count in list(found.owners.items())[:SHOWN]:
        door.say(printable(f"  {owner}: {count:,}"))


def _row(found: Hits, recorded: int) -> dict[str, object]:
    return {
        "lines": found.read.lines,
        "met": found.read.met,
        "others": found.read.others,
        "refused": dict(found.read.refused),
        "clients": found.clients,
        "unknown": found.unknown,
        "entries": dict(found.entries),
        "recorded": recorded,
    }
