"""`noroshi readiness outlet configure`: what makes a resolver read the policy file."""

import sys

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.outlet.configuring import RESOLVERS, resolver_text


@click.command()
@click.option("--for", "system", required=True, type=click.Choice(list(RESOLVERS)), help="The resolver.")  # fmt: skip
@click.option("--file", "path", required=True, metavar="PATH", help="Where `outlet write rpz` puts the file.")  # fmt: skip
@with_door
def configure(door: Door, system: str, path: str) -> None:
    """Write settings for a resolver that reads the policy zone from a file: Knot Resolver (kresd).

    They stand in kresd.conf before rules that forward. The file is read again within a second of each
    change, and each answer that it touches is logged for `outlet hits`. The text goes to standard output,
    and what the resolver's own parser says of it to standard error; a text that it refuses is not
    written, and the exit code is then 3.
    """
    text, checked = resolver_text(system, path)
    if checked.good is False:
        click.echo(f"noroshi: {checked.parser} refuses the text: {checked.said}", err=True)
        click.get_current_context().exit(3)
    if door.as_json:
        door.emit([{"for": system, "checked": checked.good, "parser": checked.parser, "text": text}])  # fmt: skip
        return
    sys.stdout.write(text)
    told = f"checked with {checked.parser}" if checked.good else f"not checked: {checked.parser} is not installed here"  # fmt: skip
    door.warn(f"noroshi: {told}")
