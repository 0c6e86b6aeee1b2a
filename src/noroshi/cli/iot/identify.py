"""`noroshi iot identify`: banners to device, version, weaknesses and end of life."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.jobs.iot.identifying import Identified, Sources
from noroshi.jobs.iot.identifying import identify as identify_rows
from noroshi.spine.model import InputError

ANY = click.Path(exists=True, path_type=Path)
CVES_SHOWN = 3


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--recog",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of recog's fingerprint databases.  [default: recog in the settings; else what `noroshi data update recog` fetched; else own rules only]",
)
@click.option(
    "--nvd", type=ANY, multiple=True, help="NVD API 2.0 JSON, a file or folder; may be given again."
)
@click.option("--kev", type=ANY, help="CISA's catalogue of exploited weaknesses, JSON.")
@click.option(
    "--eol",
    type=ANY,
    multiple=True,
    help="endoflife.date API v1 JSON, a file or folder; may be given again.",
)
@with_door
def identify(
    door: Door,
    *,
    file: BinaryIO,
    recog: Path | None,
    nvd: tuple[Path, ...],
    kev: Path | None,
    eol: tuple[Path, ...],
) -> None:
    """Name the device behind each answer in FILE (JSON Lines; - is stdin). Reads local files only."""
    done = Identified()
    sources = Sources(recog=recog or door.home.recog, nvd=nvd, kev=kev, end_of_life=eol)
    rows = identify_rows(file, sources=sources, done=done)
    if door.as_json:
        door.emit(rows)
    else:
        door.console.print(table_of(rows))
    if done.refused:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(done.refused.items()))
        click.echo(
            f"noroshi: refused {done.refused.total()} of {done.read} rows: {reasons}", err=True
        )
        click.get_current_context().exit(InputError.exit_code)


def table_of(rows: Iterable[Mapping[str, object]]) -> Table:
    """Rows for people; machines get all CVEs and the evidence."""
    table = Table("id", "vendor", "product", "version", "told", "CVE", "KEV", "mended until")
    for row in rows:
        cves = row["cves"]
        assert isinstance(cves, list)
        more = f" +{len(cves) - CVES_SHOWN}" if len(cves) > CVES_SHOWN else ""
        texts = (row[name] or "" for name in ("vendor", "product", "version", "confidence"))
        table.add_row(
            str(row["id"]), *map(str, texts), " ".join(cves[:CVES_SHOWN]) + more,
            "yes" if row["kev"] else "", str(row["eol"] or ""),
        )  # fmt: skip
    return table
