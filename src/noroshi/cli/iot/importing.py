"""`noroshi iot import`: what other tools found, as rows for `noroshi iot identify`."""

from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.iot.importers import Imported
from noroshi.jobs.iot.importing_findings import NAMES, import_findings


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(NAMES), required=True, help="Tool that wrote FILES.")  # fmt: skip
@click.option("--authorisation", default="", metavar="TEXT", help="Reference under which weak credentials were looked for; without it they are refused.")  # fmt: skip
@with_door
def import_(door: Door, *, files: tuple[Path, ...], form: str, authorisation: str) -> None:
    """Write what FILES of another tool tell as JSON Lines that `noroshi iot identify` reads."""
    done = Imported()
    door.emit(import_findings(files, form, done, authorisation=authorisation))
    tell_refused(done.refused, "rows")
