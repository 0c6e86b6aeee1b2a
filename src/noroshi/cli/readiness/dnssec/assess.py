"""`noroshi readiness dnssec assess`: how well zones are signed."""

import os

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.dnssec.ways_options import inputs_of, ways_options
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.dnssec_assessing import Ways, assess_zones


@click.command()
@click.argument("zones", nargs=-1, required=True)
@with_door
@keep_option
@ways_options
def assess(door: Door, ways: Ways, now: int, *, zones: tuple[str, ...], keeper: Keeper) -> None:
    """Tell how well ZONES are signed, whether they validate, and what to do.

    A zone file is read whole, every signature and the chain of NSEC or NSEC3; servers are asked for a few names
    each. --resolver shows the chain from the trust anchor; it is asked with CD, and nothing that it says is
    believed unproven. The exit code tells of the run, not of the verdict.
    """  # fmt: skip
    with door.notices.status("…") as status:
        found = assess_zones(
            zones, ways, now=now, progress=lambda done: status.update(f"{done:,} names")
        )
        for one in found:
            if door.as_json:
                door.emit([one.as_dict()])
            else:
                show_checks(door, one.zone, one.level, one.checks, language_of(os.environ))
            keeper("dnssec.assess", one.zone, [one.as_dict()], inputs_of(ways))
