"""`noroshi share sight`: listed servers that the own lake met, as counts."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.jobs.share.sighting_lake import LakeSighted, sight_lake
from noroshi.spine.model import ConfigError, Window, parse_moment


@click.command()
@click.option("--operator", required=True, help="Whose lake this is: an operator's id.")
@click.option("--from", "start", metavar="TIME", help="First day to count (ISO 8601).")
@click.option("--to", "end", metavar="TIME", help="End of the days to count (ISO 8601).")
@with_door
def sight(door: Door, operator: str, start: str | None, end: str | None) -> None:
    """Count the flows of your own lake that met listed servers, by entry and day (UTC).

    Only counts are recorded, never who met a server. A day that is counted again replaces what was
    recorded of it. Without --from and --to the whole lake is counted.
    """
    if (start is None) != (end is None):
        raise ConfigError("give both --from and --to, or neither")
    window = Window(parse_moment(start), parse_moment(end)) if start and end else None
    with shown_steps(door.notices) as progress:
        done = sight_lake(
            door.home.create(),
            operator_id=operator,
            at=datetime.now(UTC),
            window=window,
            progress=progress,
        )
    if door.as_json:
        door.emit([_row(done)])
    else:
        door.console.print(_sentence(done), soft_wrap=True)


def _row(done: LakeSighted) -> dict[str, object]:
    return asdict(done) | {"window": done.window.isoformat()}


def _sentence(done: LakeSighted) -> str:
    start, end = done.window.isoformat()
    return (
        f"{done.hits:,} flows met {done.met:,} of {done.entries:,} listed servers between {start} "
        f"and {end}; {done.sightings:,} daily counts recorded."
    )
