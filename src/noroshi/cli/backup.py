"""The commands `noroshi backup` and `noroshi restore`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.backing_up import back_up
from noroshi.jobs.house.restoring import restore as restore_home
from noroshi.spine.home import Home

OWNER = "cli:owner"
"""Whoever may run commands on the home."""


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-secrets",
    is_flag=True,
    help="Also the keys in secrets/: keep such a backup as you keep the keys.",
)
@with_door
def backup(door: Door, *, file: Path, with_secrets: bool) -> None:
    """Write everything that cannot be made again to FILE (.tar.zst), while everything runs.

    In it are settings, state, flows, evidence, the audit, surveys with their books, data of others
    that is held, allow-lists, warning lists, keys of authorities, and files in the home that
    settings name. Not in it: datagrams that wait in the spool, and files outside the home, which
    are told.
    """
    home = door.home.create()
    made = back_up(home, file, with_secrets=with_secrets, at=datetime.now(UTC))
    trail_of(home, lambda: datetime.now(UTC)).note(
        OWNER, "home.backup", file.name, {"sha256": made.sha256}
    )
    if door.as_json:
        door.emit(
            [
                {
                    "file": str(made.file),
                    "octets": made.octets,
                    "sha256": made.sha256,
                    "files": made.files,
                    "state": made.state,
                    "list_head": made.published.head,
                    "list_entries": made.published.entries,
                    "list_digest": made.published.digest,
                    "with_secrets": made.with_secrets,
                    "outside": list(made.outside),
                }
            ]
        )
        return
    door.say(
        f"{made.file}: {made.files:,} files, {made.octets / 1e6:,.1f} MB, sha256 {made.sha256}."
    )
    door.say(f"The list: {made.published.entries:,} entries, digest {made.published.digest[:16]}….")
    for one in made.outside:
        door.say(f"Not in it, for it lies outside the home: {one}")
    if not with_secrets:
        door.say(
            "Keys are not in it; without secrets/pseudonym.key new flows get other pseudonyms."
        )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--home",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory to make, empty or not there.  [default: the home of the command]",
)
@click.option(
    "--state",
    metavar="URL",
    help="Empty database to put the state into, for a backup of a database that is no file.",
)
@with_door
def restore(door: Door, *, file: Path, target: Path | None, state: str | None) -> None:
    """Make a home from the backup FILE: whole, or not at all.

    Every file is held against its digest, and the restored list against the one backed up.
    """
    home = Home(target) if target else door.home
    made = restore_home(file, home, by=OWNER, at=datetime.now(UTC), state_url=state)
    if door.as_json:
        door.emit(
            [
                {
                    "home": str(made.home),
                    "files": made.files,
                    "made_at": made.made_at,
                    "list_head": made.published.head,
                    "list_entries": made.published.entries,
                    "list_digest": made.published.digest,
                    "with_secrets": made.with_secrets,
                    "audit_whole": made.audit_whole,
                }
            ]
        )
        return
    door.say(f"{made.home}: {made.files:,} files as they were at {made.made_at}.")
    door.say(f"The list: {made.published.entries:,} entries, digest {made.published.digest[:16]}….")
    if not made.audit_whole:
        door.warn("noroshi: the audit in the backup was changed; run: noroshi audit verify")
    if not made.with_secrets:
        door.warn("noroshi: the backup holds no keys; put secrets/ back before you take flows in")
