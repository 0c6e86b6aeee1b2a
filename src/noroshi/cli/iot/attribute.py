"""`noroshi iot attribute`: addresses to autonomous system and operator."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.iot.attributing import Attributed, attribute, open_attribution
from noroshi.jobs.sites.lines import opened_lines

AS_TABLE = click.option(
    "--as-table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of ranges: start,end,asn,name.  [default: as_table in the settings]",
)
NOBODY = "(nobody)"


@click.command("attribute")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@AS_TABLE
@with_door
def attribute_rows(door: Door, *, file: str, as_table: Path | None) -> None:
    """Add AS and operator to each row of FILE that has an address (JSON Lines; - is stdin)."""
    attribution = open_attribution(door.home, as_table)
    for claim in attribution.disputed:
        door.warn(
            f"noroshi: {claim.what} is claimed by {', '.join(claim.operators)}; given to none"
        )
    done = Attributed()
    rows = attribute(opened_lines(file), attribution, done)
    if door.as_json:
        door.emit(rows)
    else:
        door.console.print(table_of(rows))
    tell_refused(done.refused, "rows")


def table_of(rows: Iterable[Mapping[str, object]]) -> Table:
    """How many rows each operator and AS has, most first."""
    counts = Counter((row["operator"], row["asn"], row["as_name"]) for row in rows)
    table = Table("operator", "AS", "name", "rows")
    table.columns[-1].justify = "right"
    for (operator, asn, name), count in counts.most_common():
        table.add_row(str(operator or NOBODY), str(asn or ""), str(name or ""), f"{count:,}")
    return table
