"""`noroshi sites evidence`: whether evidence is as it was signed."""

from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.visiting import verify_evidence
from noroshi.spine.model import InputError


@click.group()
def evidence() -> None:
    """Evidence packages of visits."""


@evidence.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public key (PEM) of the house that signed; this home's audit-public.pem if left out.",
)
@with_door
def verify(door: Door, directory: Path, key: Path | None) -> None:
    """Hold every file of DIRECTORY against the signed manifest.

    Exit code 1 where a file was changed, is missing or was added, or the signature does not fit.
    """
    found = verify_evidence(directory, door.home, key)
    if door.as_json:
        row = {"url": found.url, "profile": found.profile, "parts": found.parts}
        door.emit([{**row, "faults": found.faults}])
    elif not found.faults:
        door.say(
            f"sound: {found.parts} files, {defanged(printable(found.url))} by {printable(found.profile)}"
        )
    if found.faults:
        raise InputError(f"{directory}: {'; '.join(found.faults)}")
