"""`noroshi sites extract`: the URLs that people posted."""

from collections import Counter

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.extracting import extract_posts
from noroshi.jobs.sites.lines import opened_lines


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option("--canonical", is_flag=True, help="One spelling a page: ASCII host, encoded path.")
@click.option(
    "--mask", is_flag=True, help="Remove what identifies a victim; before storing or sharing."
)
@with_door
def extract(door: Door, file: str, canonical: bool, mask: bool) -> None:
    """Take URLs out of posts and arm them again, in the order of the posts.

    FILE holds a post a line as JSON: id, text, and facets or entities where the platform has them;
    - is stdin. A host that was written without a scheme stays without one unless --canonical is given.
    """
    refused: Counter[str] = Counter()
    rows = extract_posts(opened_lines(file), refused, canonical=canonical, masked=mask)
    if door.as_json:
        door.emit(rows)
    else:
        for row in rows:
            click.echo("\t".join(map(printable, (str(row["id"]), *row["urls"]))))
    tell_refused(refused, "posts")
