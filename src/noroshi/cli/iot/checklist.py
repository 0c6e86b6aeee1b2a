"""`noroshi iot checklist`: a self-assessment for a maker's products to come."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.iot.report.checklist import Checklist, checklist_of, checklist_row
from noroshi.iot.report.checklist_page import render_checklist
from noroshi.iot.report.maker import FEW
from noroshi.jobs.iot.keeping_devices import kept_devices
from noroshi.relay.kpi.document import as_pdf
from noroshi.spine.home import whole_file
from noroshi.spine.model import ConfigError, Language

SUFFIXES = (".html", ".md", ".pdf")


@click.command()
@click.option("--maker", "name", default="", metavar="NAME", help="Whose, as its devices name it; for any maker without.")  # fmt: skip
@click.option("--fewest", type=click.IntRange(1), default=FEW, show_default=True, help="Tell no figure of fewer devices.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file: .html, .md or .pdf.  [default: Markdown to the terminal]")  # fmt: skip
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True, help="Language of the text.")  # fmt: skip
@with_door
def checklist(door: Door, *, name: str, fewest: int, out: Path | None, language: Language) -> None:
    """Questions of ETSI EN 303 645, with JC-STAR, beside what surveys found.

    Figures are of the devices that this home keeps; without any it says "no data".
    """
    if out is not None and out.suffix not in SUFFIXES:
        raise ConfigError(f"{out} ends in none of {', '.join(SUFFIXES)}")
    made = checklist_of(kept_devices(door.home), maker=name, fewest=fewest)
    if out is not None:
        _write(out, door, made, language)
    if door.as_json:
        door.emit([checklist_row(made)])
    elif out is None:
        door.say(_text(door, made, language, ".md"))
    else:
        door.console.print(f"written: {out}")


def _text(door: Door, made: Checklist, language: Language, suffix: str) -> str:
    return render_checklist(
        made, producer=door.home.settings.share.producer, at=datetime.now(UTC), language=language,
        form="md" if suffix == ".md" else "html",
    )  # fmt: skip


def _write(out: Path, door: Door, made: Checklist, language: Language) -> None:
    text = _text(door, made, language, out.suffix)
    content = as_pdf(text) if out.suffix == ".pdf" else text.encode()
    try:
        with whole_file(out) as sink:
            sink.write(content)
    except OSError as error:
        raise ConfigError(f"{out} cannot be written: {error.strerror}") from error
