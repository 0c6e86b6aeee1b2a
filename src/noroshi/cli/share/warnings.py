"""`noroshi share warnings`: the warning lists in use, and which of them name a value."""

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.decide.deciding import warnings_of
from noroshi.jobs.decide.naming import subject_of
from noroshi.relay.decide import WarningList
from noroshi.spine.model import InputError


@click.command()
@click.option("--check", "values", multiple=True, metavar="VALUE", help="Tell which lists name this address, prefix, domain or URL; may be repeated.")  # fmt: skip
@with_door
def warnings(door: Door, values: tuple[str, ...]) -> None:
    """Show the warning lists in use, or with --check which of them name a value."""
    home = door.home.create()
    folders = warnings_of(home)
    matcher = folders.matcher()
    if values:
        for value in values:
            named = matcher.match(subject_of(value))
            if door.as_json:
                door.emit([{"value": value, "lists": list(named)}])
            else:
                click.echo(f"{value}: {', '.join(named) or 'no list names it'}")
        return
    for one in matcher.lists:
        if door.as_json:
            door.emit([_row(one)])
        else:
            click.echo(f"{one.name} {one.version}: {one.size:,} entries ({one.matching})")
    problems = folders.problems()
    for problem in problems:
        click.echo(f"noroshi: warning list {problem.file}: {problem.message}", err=True)
    if problems or any(one.refused for one in matcher.lists):
        click.get_current_context().exit(InputError.exit_code)


def _row(one: WarningList) -> dict[str, object]:
    return {
        "name": one.name,
        "version": one.version,
        "matching": one.matching.value,
        "entries": one.size,
        "refused": dict(one.refused),
    }
