"""`noroshi readiness rpki simulate`: what dropping invalid routes would do to the traffic."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.printable import printable
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.rows_view import asked_of
from noroshi.jobs.readiness.simulating import Asking, Simulated
from noroshi.jobs.readiness.simulating import simulate as simulate_flows
from noroshi.readiness.rpki.analyse.whatif import Stage
from noroshi.readiness.rpki.sense.customer_file import read_customers
from noroshi.spine.model import ConfigError, InputError, Language, parse_moment

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BAR = 24
"""Columns of a bar."""
FATES: dict[str, dict[Language, str]] = {
    "kept": {"ja": "変わらない", "en": "as before"},
    "same-as": {"ja": "同じ AS へ別の経路で", "en": "to the same AS by another route"},
    "other-as": {"ja": "別の AS へ", "en": "to another AS"},
    "lost": {"ja": "届かない", "en": "lost"},
}
TITLES: dict[str, dict[Language, str]] = {
    "customer": {"ja": "顧客", "en": "customer"},
    "origin": {"ja": "広告元", "en": "origin"},
    "route": {"ja": "経路", "en": "route"},
}


@click.command()
@click.option(
    "--vrps", type=FILE, help="VRPs, as validate takes them: routes of a wrong origin are treated."
)
@click.option(
    "--aspas",
    type=FILE,
    help="ASPAs, as aspa verify takes them: routes of an invalid path are treated.",
)
@click.option(
    "--relations",
    type=FILE,
    help="With --aspas: CSV with neighbour and relation (customer, peer, provider).",
)
@click.option(
    "--routes",
    required=True,
    type=FILE,
    help="The table in use, as validate takes it; of several routes of a prefix the first is the one in use.",
)
@click.option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default="drop",
    show_default=True,
    help="prefer: invalid routes are used only where no other has the same prefix; drop: not at all.",
)
@click.option(
    "--customers",
    type=FILE,
    help="CSV with the columns prefix and customer: whose sources are whose.",
)
@click.option(
    "--own-as",
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="Origin of routes whose path is empty.",
)
@click.option(
    "--at", metavar="TIME", help="Leave out VRPs that had expired by this time (ISO 8601)."
)
@click.option(
    "--top",
    type=click.IntRange(0, 100_000),
    default=20,
    show_default=True,
    help="Origins and routes that are told.",
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
@with_door
@keep_option
def simulate(door: Door, keeper: Keeper, **options: object) -> None:  # fmt: skip
    """Send the flows of the lake through the table with and without invalid routes.

    Tells how many octets would be lost, reach another AS, or the same AS by another route: in total, by
    customer, and for the origins and routes that matter most. The first JSON line is the total.
    """
    if (options["vrps"] is None) == (options["aspas"] is None):
        raise ConfigError("give --vrps to judge origins, or --aspas to judge paths, and not both")
    given = options.get("customers")
    customers = read_customers(Path(str(given))) if given else None
    asking = Asking(
        vrps=_path(options["vrps"]),
        aspas=_path(options["aspas"]),
        relations=_path(options["relations"]),
        routes=Path(str(options["routes"])),
        stage=Stage(str(options["stage"])),
        at=parse_moment(str(options["at"])) if options["at"] else None,
        own_as=int(str(options["own_as"])) if options["own_as"] else None,
        customers=customers,
        top=int(str(options["top"])),
    )
    times = [str(options[name]) if options[name] else None for name in ("start", "end")]
    asked = asked_of(times[0], times[1], str(options["purpose"]))
    with shown_steps(door.notices) as progress:
        done = simulate_flows(
            door.home.create(), asking, asked, now=datetime.now(UTC), progress=progress
        )
    if door.as_json:
        door.emit(done.rows())
    else:
        _show(door, done, language_of(os.environ))
    keeper("rpki.simulate", done.asking.stage.value, done.rows(), done.inputs)
    _finish(door, done)


def _path(value: object) -> Path | None:
    return None if value is None else Path(str(value))


def _show(door: Door, done: Simulated, language: Language) -> None:
    rows = list(done.rows())
    shares = _numbers(rows[0]["shares"])
    for fate, words in FATES.items():
        bar = "█" * round(shares[fate] * BAR) or ("▏" if shares[fate] else "")
        door.say(f"{bar:<{BAR}} {shares[fate]:>11.5%}  {words[language]}")
    for kind, titles in TITLES.items():
        chosen = [row for row in rows if row["kind"] == kind]
        if chosen:
            door.console.print(_table(kind, chosen, titles[language], language))


def _table(kind: str, rows: list[dict[str, object]], title: str, language: Language) -> Table:
    table = Table()
    table.add_column(title, no_wrap=True)
    for fate in ("same-as", "other-as", "lost"):
        table.add_column(FATES[fate][language] + " (B)", justify="right")
    if kind == "route":
        table.add_column({"ja": "理由", "en": "reason"}[language], overflow="fold")
    for row in rows:
        octets = _numbers(row["octets"])
        cells = [f"{octets[fate]:,.0f}" for fate in ("same-as", "other-as", "lost")]
        reason = row.get("reason")
        said = [str(reason[language])] if isinstance(reason, dict) else []
        table.add_row(printable(_name(kind, row)), *cells, *said)
    return table


def _name(kind: str, row: dict[str, object]) -> str:
    if kind == "route":
        return f"{row['prefix']} {row['origin']}"
    value = row[kind]
    return f"AS{value}" if kind == "origin" and value is not None else str(value or "-")


def _numbers(value: object) -> dict[str, float]:
    assert isinstance(value, dict)
    return value


def _finish(door: Door, done: Simulated) -> None:
    """What makes the answer weaker goes to stderr."""
    if done.judged.expired and done.asking.at is None:
        door.warn(
            f"noroshi: WARNING: {done.judged.expired:,} VRPs have expired and were used: the answer is"
            " of their time; give a newer snapshot, or --at to leave out what has expired"
        )
    customers = done.asking.customers
    refused = done.judged.refused + (customers.refused if customers else 0)
    if refused:
        door.warn(f"noroshi: {refused:,} records of the files were left out")
        click.get_current_context().exit(InputError.exit_code)
