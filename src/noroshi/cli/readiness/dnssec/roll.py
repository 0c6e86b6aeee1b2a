"""`noroshi readiness dnssec roll`: key rollovers as dated steps."""

import os
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.dnssec.ways_options import ways_options
from noroshi.jobs.readiness.dnssec_assessing import Ways, facts_of, zone_name
from noroshi.readiness.dnssec.rollover import Roll, clocks_of, is_met, plan
from noroshi.spine.model import Language, parse_moment, rfc3339

MARKS = {True: "ok", False: "XX", None: "??"}
SEEN: dict[Language, str] = {"ja": "確認", "en": "seen"}


@click.command()
@click.argument("roll", type=click.Choice([one.value for one in Roll]))
@click.argument("zone")
@click.option("--begin", metavar="TIME", help="The first step (ISO 8601); now without it.")
@click.option("--old", type=click.IntRange(0, 65_535), metavar="TAG", help="Tag of the old key.")
@click.option("--new", type=click.IntRange(0, 65_535), metavar="TAG", help="Tag of the new key.")
@click.option(
    "--longest-ttl",
    type=click.IntRange(0),
    metavar="SECONDS",
    help="Longest TTL of the zone, where only servers are asked.",
)
@click.option(
    "--ds-ttl",
    type=click.IntRange(0),
    metavar="SECONDS",
    help="TTL of the DS, where no --resolver finds it.",
)
@click.option(
    "--parent-delay",
    type=click.IntRange(0),
    default=86_400,
    show_default=True,
    metavar="SECONDS",
    help="From the request to the DS on all servers of the parent.",
)
@with_door
@ways_options
def roll(door: Door, ways: Ways, now: int, *, roll: str, zone: str, begin: str | None, **options: int | None) -> None:  # fmt: skip
    """Date the steps of a change of ZONE: sign, zsk, ksk, algorithm or unsign.

    zsk is by pre-publication, ksk by double DS, algorithm is the conservative way (RFC 6781 section 4.1). Times come
    from the zone's and its DS's TTLs. With --new and --old each step tells whether what it needs is seen now, at
    every server: take a step only when its time has come and its mark is ok.
    """  # fmt: skip
    facts = facts_of(zone_name(zone), ways, now=now)
    clocks = clocks_of(
        facts,
        zone_ttl_s=options["longest_ttl"],
        parent_s=options["parent_delay"] or 0,
        ds_ttl_s=options["ds_ttl"],
    )
    begins = parse_moment(begin) if begin else datetime.fromtimestamp(now, UTC)
    language = language_of(os.environ)
    for step in plan(Roll(roll), clocks, begins=begins):
        met = is_met(step.need, facts, old=options["old"], new=options["new"])
        if door.as_json:
            door.emit([{**step.as_dict(), "seen": met}])
            continue
        door.say(f"{step.number}. {rfc3339(step.at)} {step.do.said(language)}")
        door.say(f"     {step.wait.said(language)} {SEEN[language]}: {MARKS[met]} {step.need}")
        door.say(f"     ← {step.back.said(language)}")
