"""`noroshi sites rules`: users' own rules about kits."""

from collections import Counter
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.lazy import LazyGroup
from noroshi.cli.printable import printable
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.judging import read_addresses
from noroshi.jobs.sites.lines import opened_lines
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.ruling import kept_visits, matching, page_visit, read_rules

COMMANDS = {"test": ("noroshi.cli.sites.rules:test_rules", "Which kept pages rules fit.")}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def rules() -> None:
    """Rules that you load: IOK or Sigma (.yml) and YARA-X (.yar)."""


@click.command("test")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="RULES…")
@click.option(
    "--pages",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Pages as sites judge reads them; the kept evidence if left out.",
)
@with_door
def test_rules(door: Door, files: tuple[Path, ...], pages: str | None) -> None:
    """Try rules on the evidence below the home, or on pages of a file as they are before scripts run.

    Tells every page that a rule fits, with the names of the rules, and how many were looked at.
    """
    refused: Counter[str] = Counter()
    sigma, yara = read_rules(files)
    if pages is None:
        visits = kept_visits(door.home.evidence / "sites")
    else:
        visits = (
            page_visit(row.url, row.html) for row in read_addresses(opened_lines(pages), refused)
        )
    looked = fitted = 0
    for visit in visits:
        looked += 1
        if names := matching(visit, sigma, yara):
            fitted += 1
            if door.as_json:
                door.emit([{"url": visit.url, "rules": names}])
            else:
                door.say(f"{defanged(printable(visit.url))}  {', '.join(map(printable, names))}")
    door.warn(f"{fitted:,} of {looked:,} pages fit")
    tell_refused(refused, "pages")
