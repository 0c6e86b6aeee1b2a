"""`noroshi iot notify`: one report an operator, in a format that its tools read."""

from email.utils import parseaddr
from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.iot.attribute import AS_TABLE
from noroshi.cli.refusals import tell_refused
from noroshi.iot.report import FORMATS, Sender
from noroshi.jobs.iot.attributing import Attributed, Reports, open_attribution, write_reports
from noroshi.jobs.iot.together import Meeting
from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.home import Home

UNOWNED_SHOWN = 5


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the reports; one file an operator.",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="shadowserver", show_default=True
)
@AS_TABLE
@click.option("--marked", is_flag=True, help="Tell also what identify marked as no device.")
@with_door
def notify(
    door: Door, *, file: str, folder: Path, form: str, as_table: Path | None, marked: bool
) -> None:
    """Write what FILE tells of weak devices (JSON Lines; - is stdin) as a report for each operator."""
    attribution = open_attribution(door.home, as_table)
    done = Attributed()
    reports = write_reports(
        opened_lines(file),
        attribution,
        folder=folder,
        form=form,
        sender=_sender(door.home),
        done=done,
        marked=marked,
        servers=Meeting(door.home).servers,
    )
    if door.as_json:
        door.emit(
            {"operator": one.operator.id, "rows": one.rows, "file": str(one.file), "contacts": one.operator.contacts}
            for one in reports.written
        )  # fmt: skip
    else:
        door.console.print(_table(reports))
    if done.left_out:
        shown = ", ".join(f"{count:,} {mark}" for mark, count in done.left_out.most_common())
        door.warn(f"noroshi: left out as no devices: {shown}; to tell them too: --marked")
    _tell_unowned(door, reports)
    tell_refused(done.refused, "rows")


def _sender(home: Home) -> Sender:
    """The house as its settings name it."""
    address = parseaddr(home.settings.mail.sender)[1]
    return Sender(
        organisation=home.settings.share.producer,
        contact=address,
        domain=address.rpartition("@")[2],
    )


def _table(reports: Reports) -> Table:
    table = Table("operator", "exposures", "report", "to")
    table.columns[1].justify = "right"
    for one in reports.written:
        table.add_row(
            one.operator.name, f"{one.rows:,}", str(one.file), ", ".join(one.operator.contacts)
        )
    return table


def _tell_unowned(door: Door, reports: Reports) -> None:
    total = sum(count for _, count in reports.unowned)
    if not total:
        return
    shown = ", ".join(
        f"{reports.names[asn] or f'AS{asn}' if asn else 'unknown AS'} {count:,}"
        for asn, count in reports.unowned[:UNOWNED_SHOWN]
    )
    door.warn(
        f"noroshi: {total:,} exposures lie in no operator's network ({shown}); add the operator's "
        "AS numbers or prefixes with: noroshi operators edit"
    )
