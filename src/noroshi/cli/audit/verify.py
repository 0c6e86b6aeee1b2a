"""The commands `noroshi audit verify` and `noroshi audit checkpoint`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import add_checkpoint, verify_audit
from noroshi.spine.home.audit import Verified
from noroshi.spine.model import rfc3339

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.option("--key", type=FILE, help="Public key that was kept elsewhere (PEM).")
@click.option("--checkpoints", type=FILE, help="Checkpoints that were kept elsewhere.")
@with_door
def verify(door: Door, *, key: Path | None, checkpoints: Path | None) -> None:
    """Hold every line of the audit against its chain of digests and the signed checkpoints.

    Names the first line that is not as it was written, and why; then the exit code is 3.
    """
    found = verify_audit(door.home, key_file=key, checkpoints_file=checkpoints)
    if door.as_json:
        door.emit([_row(found)])
    else:
        _tell(door, found)
    if found.fault:
        click.get_current_context().exit(3)


def _row(found: Verified) -> dict[str, object]:
    fault = found.fault
    return {
        "whole": fault is None,
        "rows": found.rows,
        "checkpoints": found.checkpoints,
        "covered": found.covered,
        "torn_octets": found.torn,
        "digest": found.head.digest if found.head else None,
        "fault": {"file": fault.file, "row": fault.row, "reason": fault.reason} if fault else None,
    }


def _tell(door: Door, found: Verified) -> None:
    door.say(
        f"{found.rows:,} lines are as they were written; {found.checkpoints:,} checkpoints vouch for"
        f" the first {found.covered:,}."
    )
    if found.torn:
        door.say(
            f"A writer was killed and left {found.torn:,} octets behind the last line; nothing that"
            " was confirmed is missing. The next action removes them."
        )
    if found.fault:
        fault = found.fault
        door.say(
            f"CHANGED: {fault.file}, line {fault.row:,}: {fault.reason}. What follows it proves nothing."
            " Keep the file as it is and compare it with a backup."
        )


@click.command("checkpoint")
@with_door
def checkpoint(door: Door) -> None:
    """Sign for all that is in the audit now. `noroshi up` does so each hour.

    Keep copies of audit-checkpoints.jsonl and audit-public.pem on another machine: with them even
    the machine's own administrator cannot change the past unseen.
    """
    made = add_checkpoint(door.home.create(), datetime.now(UTC))
    if door.as_json:
        door.emit([made.as_row()] if made else [])
        return
    text = (
        f"Checkpoint {made.number:,} of {rfc3339(made.at)} vouches for the first {made.position:,} lines."
        if made
        else "Nothing came since the last checkpoint."
    )
    door.say(text)
