"""`noroshi readiness rpki stage`: the next step of a router, and whether it is safe."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.rpki.router_options import router_options, texts_of, wish_of
from noroshi.cli.rows_view import asked_of
from noroshi.jobs.readiness.checking_text import check_text
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.rov_staging import Router, keep_step, peers_of, read_steps, stage_of
from noroshi.jobs.readiness.weighing_rov import Weighed, weigh
from noroshi.readiness.rpki.configure import Treatment
from noroshi.readiness.rpki.judge.evidence import GateLimits
from noroshi.readiness.rpki.judge.stage import Step
from noroshi.readiness.rpki.sense.customer_file import read_customers

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--step",
    type=click.Choice([step.value for step in Step]),
    help="Where the router stands now; remembered. Before the first step where nothing is remembered.",
)
@click.option(
    "--vrps",
    "sources",
    required=True,
    multiple=True,
    metavar="SOURCE",
    help="File of a validator or rtr://HOST:PORT; give two, the one that routers use first.",
)
@click.option(
    "--routes",
    type=FILE,
    help="The table in use, as simulate takes it; needed before anything is dropped.",
)
@click.option("--customers", type=FILE, help="CSV with the columns prefix and customer.")
@click.option(
    "--own-as",
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="Origin of routes whose path is empty.",
)
@click.option(
    "--peer",
    "peers",
    multiple=True,
    metavar="ADDR",
    help="Session that drops first; repeatable. All when left out.",
)
@click.option(
    "--lost",
    type=click.FloatRange(0, 100),
    default=0.01,
    show_default=True,
    metavar="PERCENT",
    help="Part of a day's octets that may be lost.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=7,
    show_default=True,
    help="Days in a row that must stay below it.",
)
@click.option(
    "--customers-hit",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Customers who may lose something.",
)
@click.option(
    "--max-age",
    type=click.FloatRange(1),
    default=7200,
    show_default=True,
    metavar="SECONDS",
    help="Age of a snapshot.",
)
@click.option(
    "--from", "start", metavar="TIME", help="Flows that start at this or later (ISO 8601)."
)
@click.option("--to", "end", metavar="TIME", help="Flows that start before this (ISO 8601).")
@click.option(
    "--purpose",
    default="",
    metavar="TEXT",
    help="Why; kept with the record that these flows were read.",
)
@router_options
@with_door
@keep_option
def stage(door: Door, keeper: Keeper, **options: object) -> None:
    """Tell where a router stands (tag, prefer, drop-peers, drop) and whether the next step is safe.

    The gate asks for two validators that are fresh and agree and, before anything is dropped, for days of
    the lake's traffic in a row that would lose almost nothing, and no customer hit. It shows the whole
    configuration of the next step, read by the router's own parser, and the one to go back to.
    """
    home = door.home.create()
    now = datetime.now(UTC)
    wish = wish_of(options, Treatment.TAG)
    router = Router(
        name=str(wish.router_id),
        dialect=str(options["dialect"]),
        wish=wish,
        peers=peers_of(wish, texts_of(options["peers"])),
    )
    if options["step"]:
        keep_step(home, router.name, Step(str(options["step"])), now=now)
    kept = read_steps(home).get(router.name)
    times = [str(options[name]) if options[name] else None for name in ("start", "end")]
    with shown_steps(door.notices) as progress:
        known = weigh(
            home,
            _weighed(options),
            asked_of(times[0], times[1], str(options["purpose"])),
            now=now,
            progress=progress,
        )
    found, checks = stage_of(router, kept.step if kept else None, known, _limits(options))
    checked = check_text(router.dialect, found.publish) if found.publish else None
    if checked is not None and checked.good is False:
        click.echo(f"noroshi: {checked.parser} refuses the text: {checked.said}", err=True)
        click.get_current_context().exit(3)
    row = {
        **found.as_dict(),
        "since": kept.since if kept else None,
        "checked": checked.parser if checked is not None and checked.good else None,
        "checks": [check.as_dict() for check in checks],
        "days": [day.as_dict() for day in known.days],
    }
    inputs = {f"vrps {one}": source_digest(one) for one in texts_of(options["sources"])}
    keeper("rpki.stage", found.subject, [row], inputs)
    if door.as_json:
        door.emit([row])
        return
    language = language_of(os.environ)
    door.say(f"{found.subject}: {found.step or '-'} → {found.following or '-'}")
    show_checks(
        door, found.why.said(language), "open" if found.is_open else "shut", checks, language
    )
    for mark, text in (("+", found.publish), ("-", found.back)):
        for line in text.splitlines():
            door.say(f"  {mark} {line}")


def _weighed(options: dict[str, object]) -> Weighed:
    routes, customers, own_as = (options[name] for name in ("routes", "customers", "own_as"))
    return Weighed(
        sources=texts_of(options["sources"]),
        routes=Path(str(routes)) if routes else None,
        own_as=int(str(own_as)) if own_as else None,
        customers=read_customers(Path(str(customers))) if customers else None,
    )


def _limits(options: dict[str, object]) -> GateLimits:
    return GateLimits(
        lost=float(str(options["lost"])) / 100,
        days=int(str(options["days"])),
        customers=int(str(options["customers_hit"])),
        age_s=float(str(options["max_age"])),
    )
