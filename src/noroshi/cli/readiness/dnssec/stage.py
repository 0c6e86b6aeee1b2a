"""`noroshi readiness dnssec stage`: the next step, and whether it is safe."""

import os

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.printable import printable
from noroshi.cli.readiness.dnssec.ways_options import inputs_of, seconds_of, ways_options
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.dnssec_assessing import Ways
from noroshi.jobs.readiness.dnssec_staging import stage_of_resolver, stage_of_zone
from noroshi.readiness.dnssec.configure.dialects import VALIDATION
from noroshi.readiness.dnssec.judge.stages import ResolverStep
from noroshi.readiness.stage import Stage


@click.group()
def stage() -> None:
    """Tell where a zone or a resolver stands, and whether the next step is safe.

    It shows what to put in force for the next step, and what to go back to.
    """


@stage.command()
@click.argument("zone")
@with_door
@keep_option
@ways_options
def zone(door: Door, ways: Ways, now: int, *, zone: str, keeper: Keeper) -> None:
    """Tell where ZONE stands: unsigned, signed, or secure by a DS at the parent.

    The gate of the DS opens when every check of assess is free of faults, and the longest TTL is over since the
    zone was signed.
    """
    found = stage_of_zone(zone, ways, now=now)
    _show(door, found)
    keeper("dnssec.stage", found.subject, [found.as_dict()], inputs_of(ways))


@stage.command()
@click.argument("name")
@click.option(
    "--for",
    "system",
    required=True,
    type=click.Choice(list(VALIDATION)),
    help="The resolver's system.",
)
@click.option(
    "--step",
    required=True,
    type=click.Choice([one.value for one in ResolverStep]),
    help="Where it stands now.",
)
@click.option(
    "--limit",
    type=click.FloatRange(0, 100, min_open=True),
    default=0.01,
    show_default=True,
    metavar="PERCENT",
    help="Users that may meet a failure.",
)
@click.option("--at", metavar="TIME", help="Judge as of this time (ISO 8601); now without it.")
@with_door
@keep_option
def resolver(  # noqa: PLR0913  # one argument an option
    door: Door,
    *,
    name: str,
    system: str,
    step: str,
    limit: float,
    at: str | None,
    keeper: Keeper,
) -> None:
    """Tell whether resolver NAME may go on: off, log, one-node, all-nodes.

    The gate opens when less than --limit of the users of the latest rehearsal would meet a failure, at the upper end
    of the interval; exceptions in force are not counted.
    """  # fmt: skip
    now = seconds_of(at)
    found = stage_of_resolver(
        name, ResolverStep(step), door.home, system=system, now=now, limit=limit / 100
    )
    _show(door, found)
    keeper("dnssec.stage", found.subject, [found.as_dict()], {"system": system})


def _show(door: Door, found: Stage) -> None:
    if door.as_json:
        door.emit([found.as_dict()])
        return
    door.say(printable(f"{found.subject}: {found.step or '-'} → {found.following or '-'}"))
    door.say(found.why.said(language_of(os.environ)))
    for mark, text in (("+", found.publish), ("-", found.back)):
        for line in text.splitlines():
            door.say(printable(f"  {mark} {line}"))
