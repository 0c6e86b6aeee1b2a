"""`noroshi data update`: fetch data of others, or read it from a file or folder."""

from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.data.catalogue import BY_NAME
from noroshi.jobs.data.updating import Updated
from noroshi.jobs.data.updating import update as update_data
from noroshi.spine.model import InputError

BAD_SHOWN = 5


@click.command()
@click.argument("name", type=click.Choice(list(BY_NAME)))
@click.option(
    "--from",
    "source",
    metavar="URL|PATH",
    help="Another URL, a tar archive, a file or a folder.  [default: URL in the settings]",
)
@click.option(
    "--sha256", metavar="HEX", help="What the archive or file must have; refused otherwise."
)
@with_door
def update(door: Door, *, name: str, source: str | None, sha256: str | None) -> None:
    """Bring the data NAME up to date: fetched or read, every file checked, exchanged whole.

    Where anything is wrong with the whole, what is held stays. Single files that cannot be read
    are left out and told.
    """
    home = door.home.create()
    with door.notices.status(f"{name}: fetching and checking…"):
        done = update_data(home, BY_NAME[name], source=source, sha256=sha256, at=datetime.now(UTC))
    if door.as_json:
        door.emit([_row(done)])
    else:
        _tell(door, done)
    if done.bad:
        click.get_current_context().exit(InputError.exit_code)


def _row(done: Updated) -> dict[str, object]:
    origin = done.origin
    return {
        "name": done.dataset.name,
        "licence": done.dataset.licence,
        "source": origin.source,
        "files": origin.files,
        "octets": origin.octets,
        "sha256": origin.sha256,
        "changed": done.changed,
        "refused": dict(origin.refused),
    }


def _tell(door: Door, done: Updated) -> None:
    origin = done.origin
    news = "new" if done.changed else "as before"
    door.say(
        f"{done.dataset.name}: {origin.files:,} files, {origin.octets / 1e6:,.1f} MB, {news}; "
        f"licence {done.dataset.licence}; sha256 {origin.sha256}"
    )
    for file, why in list(done.bad.items())[:BAD_SHOWN]:
        door.warn(f"noroshi: left out {file}: {why}")
    if len(done.bad) > BAD_SHOWN:
        door.warn(f"noroshi: and {len(done.bad) - BAD_SHOWN:,} more")
