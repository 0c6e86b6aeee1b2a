"""`noroshi readiness progress`: the quarterly report."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.readiness.progressing import progress_of
from noroshi.readiness.guide.catalogue import book
from noroshi.readiness.guide.progress import Progress, Quarter, as_csv
from noroshi.readiness.guide.progress_page import render_progress
from noroshi.relay.kpi.document import as_pdf
from noroshi.spine.home import write_whole
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store

SUFFIXES = (".csv", ".json", ".html", ".pdf")


@click.command()
@click.option("--operator", required=True, metavar="NAME", help="Who reports.")
@click.option("--quarter", metavar="YEARQn", help="Which, 2026Q3.  [default: the present one]")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .csv, .json, or one page as .html or .pdf.",
)
@click.option(
    "--language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="Language of the file.",
)
@with_door
def progress(
    door: Door, operator: str, quarter: str | None, out: Path | None, language: Language
) -> None:
    """Tell how every item stood at the end of a quarter, and at the end of the one before.

    The points of the ministry's request of September 2025 come first. States are those of results
    kept by then; what was kept later does not change a past quarter.
    """
    if out is not None and out.suffix not in SUFFIXES:
        raise ConfigError(f"{out} ends in none of {', '.join(SUFFIXES)}")
    now = datetime.now(UTC)
    chosen = Quarter.parse(quarter) if quarter else Quarter.of(now)
    with Store.open(door.home.create().state) as store:
        made = progress_of(store, operator, chosen, now)
    if out is not None:
        try:
            write_whole([_content(made, out.suffix, language)], out)
        except OSError as error:
            raise ConfigError(f"{out} cannot be written: {error.strerror}") from error
    if door.as_json:
        door.emit(made.rows())
    elif out is not None:
        door.say(str(out))
    else:
        _show(door, made, language_of(os.environ))


def _content(made: Progress, suffix: str, language: Language) -> bytes:
    if suffix == ".csv":
        return as_csv(made, language)
    if suffix == ".json":
        return msgspec.json.encode(made.rows())
    html = render_progress(made, language)
    return as_pdf(html) if suffix == ".pdf" else html.encode()


def _show(door: Door, made: Progress, language: Language) -> None:
    words = book().words
    for line in made.lines:
        before, now = (words[one.state.value].said(language) for one in (line.before, line.now))
        told = now if before == now else f"{before} → {now}"
        door.say(f"{line.item.code:18} {told}  {line.item.title.said(language)}")
