"""`noroshi sites triage`: which URLs to visit first."""

from collections import Counter
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.printable import printable
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.lines import opened_lines
from noroshi.jobs.sites.triaging import model_at, triage_urls


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option(
    "--model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A model of noroshi sites train; the shipped one is used if left out.",
)
@with_door
def triage(door: Door, file: str, model: Path | None) -> None:
    """Score URLs by their text alone, in the order in which they come.

    FILE holds a URL a line, - is stdin. The score, between 0 and 1, tells which to visit first; it is
    never a verdict, and says nothing of what a page shows.
    """
    refused: Counter[str] = Counter()
    rows = triage_urls(opened_lines(file), model_at(model), refused)
    if door.as_json:
        door.emit(rows)
    else:
        for row in rows:
            click.echo(f"{row['score']:.4f}\t{printable(row['url'])}")
    tell_refused(refused, "URLs")
