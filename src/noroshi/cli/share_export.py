"""`noroshi share export`: the list that policy allows out."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.jobs.deciding import policy_of
from noroshi.jobs.sharing import Shared, export_indicators
from noroshi.relay.share import RENDERERS
from noroshi.spine.home import write_whole
from noroshi.spine.model import InputError, parse_moment
from noroshi.spine.store import Store


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(RENDERERS)),
    required=True,
    help="How the list is written.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; standard output when left out.",
)
@click.option("--at", metavar="TIME", help="Share as of this time (ISO 8601); now when left out.")
@with_door
def export(door: Door, format_: str, out: Path | None, at: str | None) -> None:
    """Decide on every finding, record it, and write the list that policy allows out.

    Without --out the list itself goes to standard output and what was done to standard error.
    """
    moment = parse_moment(at) if at else datetime.now(UTC)
    home = door.home.create()
    with Store.open(home.state) as store:
        done, chunks = export_indicators(
            store, home.settings, format=format_, at=moment, policy=policy_of(home, store.database)
        )
        if out is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        else:
            write_whole(chunks, out)
    _tell(door, done, out)
    if done.refused:
        click.get_current_context().exit(InputError.exit_code)


def _tell(door: Door, done: Shared, out: Path | None) -> None:
    row = asdict(done) | {"out": str(out) if out else "-"}
    if door.as_json and out is not None:
        door.emit([row])
    elif door.as_json:
        click.echo(msgspec.json.encode(row).decode(), err=True)
    else:
        click.echo(_sentence(done, out), err=True)


def _sentence(done: Shared, out: Path | None) -> str:
    where = f"{out}: " if out else ""
    told = (
        f"{where}{done.indicators} entries ({done.revoked} revoked) from {done.findings} findings: "
        f"{done.shared} shared, {done.held} held, {done.dropped} dropped."
    )
    if done.left_out:
        told += (
            f" {done.left_out} subjects shared before hold no longer or may never leave; "
            "raise share.valid_days, or give --at to look back."
        )
    if done.refused:
        told += f" {done.refused} cannot be said in {done.format} and were left out."
    if not done.findings:
        told += " Run noroshi c2 detect first."
    return told
