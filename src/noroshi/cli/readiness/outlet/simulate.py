"""`noroshi readiness outlet simulate`: what routes would touch."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.outlet.weighing import Weighed, weigh
from noroshi.jobs.outlet.writing import ROUTED
from noroshi.spine.model import Outlet, parse_moment

SHOWN = 10
"""Routes that people are told of."""


@click.command()
@click.argument("outlet", type=click.Choice([one.value for one in ROUTED]))
@click.option("--from", "start", metavar="TIME", help="First instant of the lake to look at (ISO 8601).")  # fmt: skip
@click.option("--to", "end", metavar="TIME", help="First instant not to look at (ISO 8601).")
@with_door
@keep_option
def simulate(
    door: Door, *, outlet: str, start: str | None, end: str | None, keeper: Keeper
) -> None:
    """Count what the routes of OUTLET would touch in the lake, and keep the sum for its gate.

    A blackhole takes the whole address: traffic of its other services is collateral.
    """
    with shown_steps(door.notices) as progress:
        found = weigh(
            door.home.create(),
            Outlet(outlet),
            datetime.now(UTC),
            start=parse_moment(start) if start else None,
            end=parse_moment(end) if end else None,
            progress=progress,
        )
    keeper("outlet.simulate", outlet, _rows(found), {"window": " ".join(found.window.isoformat())})
    if door.as_json:
        door.emit(_rows(found))
        return
    for line in _sentences(found):
        door.say(line)


def _rows(found: Weighed) -> Iterator[dict[str, object]]:
    yield asdict(found.whole) | {
        "window": found.window.isoformat(),
        "routes": len(found.admitted.indicators),
        "left_out": dict(found.admitted.left_out),
    }
    yield from map(asdict, found.weights)


def _sentences(found: Weighed) -> Iterator[str]:
    start, end = found.window.isoformat()
    whole = found.whole
    yield f"{len(found.admitted.indicators):,} routes, {len(found.weights):,} of them with traffic from {start} to {end}"
    yield f"  {whole.clients:,} subscribers, {whole.octets:,} octets; {whole.collateral:,} octets of other services"
    for why, count in found.admitted.left_out.most_common():
        yield f"  left out ({why}): {count:,}"
    for one in found.weights[:SHOWN]:
        yield f"  {one.subject}: {one.clients:,} subscribers, {one.octets:,} octets, {one.collateral:,} of others"
