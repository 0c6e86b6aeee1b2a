"""`noroshi iot letters`: at the operator, notices for those whose line it was."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.iot.notice import DOCUMENTS
from noroshi.jobs.iot.telling_lines import LANGUAGES, MANIFEST, tell_lines
from noroshi.relay.kpi.document import as_pdf
from noroshi.spine.model import Language
from noroshi.spine.store import Store


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--operator", required=True, metavar="ID", help="This operator, as its home knows it.")  # fmt: skip
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True, help="Language of the notices; may be given again.  [default: both]")  # fmt: skip
@click.option("--pdf", is_flag=True, help="Letters as PDF instead of HTML.")
@click.option("--case", "only", default="", metavar="CASE", help="Tell this one alone, again if it must be.")  # fmt: skip
@click.option("--channel", type=click.Choice(list(DOCUMENTS)), help="By which CASE is told.  [default: its arm's]")  # fmt: skip
@click.option("--purpose", required=True, metavar="TEXT", help="Why; kept in the audit.")
@by_option
@with_door
def letters(  # noqa: PLR0913, PLR0917  # options of a command
    door: Door,
    folder: Path,
    operator: str,
    languages: tuple[Language, ...],
    pdf: bool,
    only: str,
    channel: str | None,
    purpose: str,
    by: str,
) -> None:
    """Write a notice into FOLDER for each device that waits for one, and say that it was told.

    FOLDER/manifest.csv tells which file goes to which line; keep it at the operator.
    """
    home = door.home.create()
    with Store.open(home.state) as store:
        done = tell_lines(
            home, store, folder, operator_id=operator, by=by, purpose=purpose,
            at=datetime.now(UTC), languages=languages or LANGUAGES,
            as_pdf=as_pdf if pdf else None, only=only, channel=channel or "",
        )  # fmt: skip
    if door.as_json:
        door.emit([{"notices": done.notices, "files": done.files, "channels": done.by_channel}])
    else:
        door.say(f"{done.notices:,} devices told, {done.files:,} files; see {folder / MANIFEST}.")
