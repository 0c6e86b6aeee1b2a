"""`noroshi share export`: the list that policy allows out."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.jobs.decide.deciding import policy_of
from noroshi.jobs.share.filing import write_folder
from noroshi.jobs.share.sharing import Shared, export_folder, export_indicators
from noroshi.relay.share import FOLDERS, FORMATS
from noroshi.spine.home import write_whole
from noroshi.spine.model import ConfigError, InputError, parse_moment
from noroshi.spine.store import Store


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    required=True,
    help="How the list is written; `noroshi share formats` tells whom each is for.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, or folder for formats of several files; standard output when left out.",
)
@click.option("--at", metavar="TIME", help="Share as of this time (ISO 8601); now when left out.")
@with_door
def export(door: Door, format_: str, out: Path | None, at: str | None) -> None:
    """Decide on every finding, record it, and write the list that policy allows out.

    Without --out the list itself goes to standard output and what was done to standard error.
    """
    moment = parse_moment(at) if at else datetime.now(UTC)
    folder = FOLDERS.get(format_)
    if folder is not None and out is None:
        raise ConfigError(f"{format_} is a folder of files; name it with --out")
    home = door.home.create()
    with Store.open(home.state) as store:
        policy = policy_of(home, store.database)
        if folder is not None and out is not None:
            done, documents = export_folder(
                store, home.settings, format=format_, at=moment, policy=policy
            )
            write_folder(documents, out, folder.owns)
        else:
            done, chunks = export_indicators(
                store, home.settings, format=format_, at=moment, policy=policy
            )
            _write(chunks, out)
    _tell(door, done, out)
    if done.refused:
        click.get_current_context().exit(InputError.exit_code)


def _write(chunks: Iterable[bytes], out: Path | None) -> None:
    if out is not None:
        write_whole(chunks, out)
        return
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


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
