"""`noroshi readiness rpki aspa plan`: the ASPA that the own AS needs."""

from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.readiness.verifying_paths import AspaPlan, plan_aspa
from noroshi.spine.model import InputError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 10


@click.command()
@click.option(
    "--routes", required=True, type=FILE, help="Paths of a route collector, as verify takes them."
)
@click.option(
    "--own-as",
    "own",
    required=True,
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="The own AS.",
)
@click.option("--aspas", type=FILE, help="ASPAs in force; without, none are.")
@click.option(
    "--relations",
    type=FILE,
    help="CSV with neighbour and relation (customer, peer, provider): what you know.",
)
@with_door
def plan(door: Door, routes: Path, own: int, aspas: Path | None, relations: Path | None) -> None:  # fmt: skip
    """Plan the ASPA of the own AS: every provider that carries its routes on.

    A neighbour that was seen to carry own routes further is named unless the file of relations says that it
    is none; one that was only seen at the end of paths is not. Paths that the ASPA would turn invalid are
    told, and the exit code is then 1: a provider is missing, or somebody leaks.
    """
    done = plan_aspa(routes, own, aspas_at=aspas, relations_at=relations)
    if door.as_json:
        door.emit(done.rows())
    else:
        _show(door, done)
    if done.harmed:
        click.get_current_context().exit(InputError.exit_code)


def _show(door: Door, done: AspaPlan) -> None:
    door.say(f"AS{done.own}: {', '.join(f'AS{one}' for one in done.providers)}")
    table = Table("neighbour", "paths", "onward", "relation", "in ASPA")
    for one in done.seen:
        said = one.relation.value if one.relation else "-"
        table.add_row(
            f"AS{one.asn}",
            f"{one.paths:,}",
            f"{one.onward:,}",
            said,
            "yes" if one.is_provider else "no",
        )
    door.console.print(table)
    for path in done.harmed[:SHOWN]:
        door.say(printable(f"! invalid: {path}"))
    if len(done.harmed) > SHOWN:
        door.say(f"! and {len(done.harmed) - SHOWN:,} more")
