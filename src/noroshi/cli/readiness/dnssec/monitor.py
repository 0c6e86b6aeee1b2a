"""`noroshi readiness dnssec monitor`: what changed since the last look."""

import os

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.dnssec.ways_options import inputs_of, ways_options
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.dnssec_assessing import Ways
from noroshi.jobs.readiness.dnssec_staging import watch_zone
from noroshi.readiness.check import worst


@click.command()
@click.argument("zones", nargs=-1, required=True)
@with_door
@keep_option
@ways_options
def monitor(door: Door, ways: Ways, now: int, *, zones: tuple[str, ...], keeper: Keeper) -> None:
    """Look at ZONES, keep the look in the home, and tell what changed since the last one.

    It tells signatures that end soon, a DS that was removed or changed, keys that came and went, and zones that no
    longer validate. Run it each hour; run rehearse on fresh logs to see sudden failures of others' zones.
    """
    for zone in zones:
        found = list(watch_zone(zone, ways, door.home, now=now))
        if door.as_json:
            door.emit(check.as_dict() for check in found)
        else:
            level = worst([check.level for check in found])
            show_checks(door, zone, level, found, language_of(os.environ))
        keeper("dnssec.monitor", zone, [check.as_dict() for check in found], inputs_of(ways))
