"""`noroshi c2 allow list` and `import`: servers with a known benign purpose."""

from pathlib import Path

import click

from noroshi.c2.judge.allow import AllowClass
from noroshi.cli.door import Door, with_door
from noroshi.jobs.c2.allowing import allow_lists_of_home, take_in
from noroshi.spine.model import InputError


@click.command("list")
@with_door
def list_(door: Door) -> None:
    """Show the lists in use, shipped and own, and the version of them all."""
    lists = allow_lists_of_home(door.home.create())
    rows = [
        {
            "name": one.name,
            "class": one.category.value,
            "version": one.version,
            "entries": len(one.entries),
            "source": one.source,
            "licence": one.licence,
        }
        for one in lists.lists
    ]
    if door.as_json:
        door.emit(row | {"lists_version": lists.version} for row in rows)
        return
    for row in rows:
        click.echo(f"{row['class']:<18} {row['name']} {row['version']}: {row['entries']:,} entries")
    click.echo(f"Version of all lists: {lists.version}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--class",
    "category",
    type=click.Choice([one.value for one in AllowClass]),
    required=True,
    help="What the listed servers are for.",
)
@with_door
def import_(door: Door, file: Path, category: str) -> None:
    """Take in a MISP warning list of addresses; it holds from the next detection on."""
    done = take_in(door.home.create(), file, category=AllowClass(category))
    if door.as_json:
        row = {"file": str(file), "read": done.read, "kept": done.kept, "refused": done.refused}
        door.emit([row | {"name": done.name, "path": str(done.path)}])
    else:
        click.echo(
            f"{done.path}: {done.kept:,} of {done.read:,} entries. It holds from the next detection on."
        )
    if done.refused:
        click.get_current_context().exit(InputError.exit_code)
