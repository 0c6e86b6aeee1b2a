"""`noroshi readiness rpki plan`: ROAs for the own routes that harm nobody."""

import os
from pathlib import Path

import click
import msgspec
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.planning_roas import Planned, plan_files, slurm
from noroshi.spine.model import InputError, Language

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HEADS: dict[Language, tuple[str, ...]] = {
    "ja": ("順", "プレフィックス", "広告元", "用途"),
    "en": ("order", "prefix", "origin", "use"),
}


@click.command()
@click.option(
    "--routes",
    required=True,
    type=FILE,
    help="The whole table, everyone's routes, as validate takes it.",
)
@click.option(
    "--own-as",
    "own",
    required=True,
    multiple=True,
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="The own AS; repeatable.",
)
@click.option("--vrps", type=FILE, help="VRPs in force; without, none are.")
@click.option(
    "--also",
    type=FILE,
    help="CSV with prefix, origin and use (own, customer, rtbh, scrubbing, unwanted): routes announced only at times, and hijacks.",
)
@click.option(
    "--slurm",
    "as_slurm",
    is_flag=True,
    help="Write the plan as a validator's local exceptions (RFC 8416), to try it first.",
)
@with_door
@keep_option
def plan(door: Door, keeper: Keeper, **options: object) -> None:  # fmt: skip
    """Plan minimal ROAs for the own routes, most specific first, and none that would harm a route.

    Each ROA has the exact prefix and no maxLength (RFC 9319). A ROA that would turn a route of anyone from
    valid or not found to invalid is withheld with the routes it would harm; the exit code is then 1.
    """
    own = options["own"]
    assert isinstance(own, tuple)
    also, vrps = options["also"], options["vrps"]
    done = plan_files(
        Path(str(options["routes"])),
        vrps_at=Path(str(vrps)) if vrps else None,
        listed_at=Path(str(also)) if also else None,
        own=[int(str(one)) for one in own],
    )
    if options["as_slurm"]:
        door.say(msgspec.json.format(msgspec.json.encode(slurm(done))).decode())
    elif door.as_json:
        door.emit(done.rows())
    else:
        _show(door, done, language_of(os.environ))
    files = {"routes": options["routes"], "vrps": vrps, "also": also}
    inputs = {name: source_digest(str(path)) for name, path in files.items() if path}
    keeper("rpki.plan", "", done.rows(), inputs)
    if done.refused:
        door.warn(f"noroshi: {done.refused:,} records of the files were left out")
    if done.refused or done.plan.withheld:
        click.get_current_context().exit(InputError.exit_code)


def _show(door: Door, done: Planned, language: Language) -> None:
    table = Table(*HEADS[language])
    rows = list(done.rows())
    for row in rows:
        if row["kind"] == "roa":
            cells = (row["order"], row["prefix"], f"AS{row['origin']}", row["use"])
            table.add_row(*(str(cell) for cell in cells))
    door.console.print(table)
    for row in rows:
        if row["kind"] == "withheld":
            _withheld(door, row, language)
        elif row["kind"] == "loose":
            told = {
                "ja": "必要以上に広い（RFC 9319）",
                "en": "allows more than its prefix (RFC 9319)",
            }
            door.say(f"! {row['vrp']}: {told[language]}")


def _withheld(door: Door, row: dict[str, object], language: Language) -> None:
    text, victims = row["text"], row["would_harm"]
    assert isinstance(text, dict)
    assert isinstance(victims, list)
    door.say(f"! {text[language]}")
    for victim in victims[:10]:
        door.say(f"    {victim['prefix']} AS{victim['origin']} ({victim['use']})")
