"""`noroshi readiness rpki aspa verify`: ASPA state of every path, with the reason."""

import csv
import os
import sys
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.readiness.verifying_paths import Verified, verify_file
from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.spine.model import InputError, Language

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--aspas",
    required=True,
    type=FILE,
    help="JSON of rpki-client, or of Routinator with ASPA switched on.",
)
@click.option(
    "--routes",
    required=True,
    type=FILE,
    help="MRT, birdc show route all, show bgp of FRR, gobgp global rib -j, or CSV with prefix and path.",
)
@click.option(
    "--relations", type=FILE, help="CSV with neighbour and relation (customer, peer, provider)."
)
@click.option(
    "--from",
    "otherwise",
    type=click.Choice([one.value for one in Relation]),
    default="provider",
    show_default=True,
    help="What neighbours are that the file does not name.",
)
@with_door
def verify(door: Door, aspas: Path, routes: Path, relations: Path | None, otherwise: str) -> None:  # fmt: skip
    """Tell the ASPA state of every path (valid, unknown, invalid), with the reason.

    A path from a customer or a peer must have climbed all the way (upstream verification); one from a
    provider may have climbed and come down once (downstream). The nearest AS of a path says whose it is.
    """
    done = verify_file(aspas, routes, relations_at=relations, otherwise=Relation(otherwise))
    if door.as_json:
        door.emit(done.rows())
    else:
        _write_csv(done, language_of(os.environ))
    told = ", ".join(f"{count:,} {state}" for state, count in done.counts().items())
    door.warn(f"noroshi: {len(done.paths):,} paths against {len(done.aspas):,} ASPAs: {told}")
    if done.refused:
        door.warn(f"noroshi: {done.refused:,} records of the files were left out")
        click.get_current_context().exit(InputError.exit_code)


def _write_csv(done: Verified, language: Language) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["prefix", "path", "from", "state", "reason"])
    for row in done.rows():
        reason = row["reason"]
        assert isinstance(reason, dict)
        out.writerow([row["prefix"], row["path"], row["from"], row["state"], reason[language]])
