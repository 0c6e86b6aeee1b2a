"""`noroshi iot makers`: what the kept devices tell of each manufacturer, and a report to hand over."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.iot.report.maker import FEW, Maker, maker_row, makers_of
from noroshi.iot.report.maker_page import render_makers
from noroshi.jobs.iot.keeping_devices import kept_devices
from noroshi.relay.kpi.document import as_pdf
from noroshi.spine.home import whole_file
from noroshi.spine.model import ConfigError, InputError, Language

SUFFIXES = (".html", ".pdf")


@click.command()
@click.option("--maker", "name", metavar="NAME", help="Only this one, as its devices name it.")
@click.option("--fewest", type=click.IntRange(1), default=FEW, show_default=True, help="Leave makers with fewer devices out.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a sheet for each maker to a file: .html or .pdf.")  # fmt: skip
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True, help="Language of the file.")  # fmt: skip
@with_door
def makers(
    door: Door, *, name: str | None, fewest: int, out: Path | None, language: Language
) -> None:
    """Exposed models, versions, end of life and open management of each maker's kept devices.

    Held against provisions of ETSI EN 303 645 and topics of JC-STAR, with advice.
    """
    if out is not None and out.suffix not in SUFFIXES:
        raise ConfigError(f"{out} ends in none of {', '.join(SUFFIXES)}")
    devices = kept_devices(door.home)
    if not devices:
        raise ConfigError("no devices are kept; run: noroshi iot devices keep FILE")
    found = [one for one in makers_of(devices, fewest=fewest) if name in {None, one.name}]
    if name is not None and not found:
        raise InputError(f"fewer than {fewest} devices of {name} are kept; see: noroshi iot makers")
    if out is not None:
        _write(out, _page(door, found, language))
    if door.as_json:
        door.emit(maker_row(one) for one in found)
        return
    door.console.print(_table(found))
    if out is not None:
        door.console.print(f"written: {out}")


def _page(door: Door, found: Sequence[Maker], language: Language) -> str:
    producer = door.home.settings.share.producer
    return render_makers(found, producer=producer, at=datetime.now(UTC), language=language)


def _write(out: Path, html: str) -> None:
    content = as_pdf(html) if out.suffix == ".pdf" else html.encode()
    try:
        with whole_file(out) as sink:
            sink.write(content)
    except OSError as error:
        raise ConfigError(f"{out} cannot be written: {error.strerror}") from error


def _table(found: Sequence[Maker]) -> Table:
    table = Table("maker")
    for name in ("devices", "weak", "end of life", "KEV", "management open", "models"):
        table.add_column(name, justify="right")
    for one in found:
        counts = (one.devices, one.weak, one.ended, one.kev, one.managed, len(one.models))
        table.add_row(one.name, *(f"{count:,}" for count in counts))
    return table
