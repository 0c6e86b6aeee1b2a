"""The command `noroshi kpi report`."""

from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.kpi.fiscal import with_year, year_of
from noroshi.jobs.kpi.counting import count_figures, sheet_results
from noroshi.relay.kpi import Report, Result, as_csv, render_report
from noroshi.relay.kpi.document import as_pdf
from noroshi.relay.kpi.wording import amount, percent, yen
from noroshi.spine.home import whole_file
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store

SUFFIXES = (".html", ".pdf", ".csv")


@click.command("report")
@with_year
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the sheets to a file: .html, .pdf or .csv.",
)
@click.option(
    "--language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="Language of the file.",
)
@click.option(
    "--rows-url",
    default="",
    help="Address of the rows behind a figure, with {name}, for links in the file.",
)
@with_door
def report(
    door: Door, *, year: int | None, out: Path | None, language: Language, rows_url: str
) -> None:
    """Count the figures of a fiscal year and show the programme's review sheets."""
    if out is not None and out.suffix not in SUFFIXES:
        raise ConfigError(f"{out} ends in none of {', '.join(SUFFIXES)}")
    chosen, at = year_of(year)
    home = door.home.create()
    with Store.open(home.state) as store:
        count_figures(store, chosen, at)
        sheets = sheet_results(store, chosen)
    lines = [line for _, found in sheets for line in found]
    if out is not None:
        made = Report(
            year=chosen,
            at=at,
            producer=home.settings.share.producer,
            sheets=sheets,
            rows_url=rows_url,
        )
        _write(out, made, lines, language)
    if door.as_json:
        door.emit(line.as_dict() for line in lines)
        return
    for sheet, found in sheets:
        door.console.print(_table(sheet.title.en, found))
    if out is not None:
        door.console.print(f"written: {out}")


def _write(out: Path, made: Report, lines: list[Result], language: Language) -> None:
    if out.suffix == ".csv":
        content = as_csv(lines, language)
    else:
        html = render_report(made, language)
        content = as_pdf(html) if out.suffix == ".pdf" else html.encode()
    try:
        with whole_file(out) as sink:
            sink.write(content)
    except OSError as error:
        raise ConfigError(f"{out} cannot be written: {error.strerror}") from error


def _table(title: str, lines: tuple[Result, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    for name in ("target", "result", "achieved", "unit cost"):
        table.add_column(name, justify="right")
    for line in lines:
        share = line.achievement
        cost = line.unit_cost_yen
        table.add_row(
            line.figure.title.en,
            amount(line.target, line.figure),
            amount(line.value, line.figure) if line.measure else "no data",
            "–" if share is None else f"{percent(share)} %",
            "–" if cost is None else yen(cost, "en"),
            style="" if line.is_reached is not False else "yellow",
        )
    return table
