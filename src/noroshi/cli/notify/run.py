"""The commands `noroshi notify run` and `noroshi notify status`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.notify.notifying import notify
from noroshi.jobs.notify.office import Office, office_of
from noroshi.spine.model import Notification, SourceError, rfc3339
from noroshi.spine.store import Store
from noroshi.spine.store.notifications import Notifications


@contextmanager
def opened(door: Door) -> Iterator[Office]:
    """What telling works with in the home of a command."""
    home = door.home.create()
    with Store.open(home.state_file) as store:
        yield office_of(home, store.database, lambda: datetime.now(UTC))


@click.command()
@with_door
def run(door: Door) -> None:
    """Tell webhooks what changed in the list, remind of overdue cases, write digests, send mail.

    One pass. Safe to interrupt, to repeat, and to run at several places at once. Exit code 3 when something did
    not arrive; it is tried again by a later pass.
    """
    with opened(door) as office:
        done = notify(office)
    if door.as_json:
        door.emit([asdict(done)])
    else:
        door.console.print(
            f"{done.made} messages made, {done.sent} sent, {done.failed} failed for now, {done.dead} given up.",
            highlight=False,
        )
        if done.failed or done.dead or done.unmade:
            door.notices.print("Why: noroshi notify status", highlight=False)
    if done.failed or done.dead:
        click.get_current_context().exit(SourceError.exit_code)


@click.command()
@with_door
def status(door: Door) -> None:
    """How many messages wait, arrived or were given up, and why those that did not arrive did not."""
    with opened(door) as office:
        queue = Notifications(office.database)
        tally, troubled = queue.tally(), queue.troubled()
        has_mail = office.mail is not None
    if door.as_json:
        door.emit({"row": "count", **asdict(one)} for one in tally)
        door.emit({"row": "trouble", **_trouble(one)} for one in troubled)
        return
    for one in tally:
        door.console.print(f"{one.channel:8} {one.standing:8} {one.count:,}", highlight=False)
    for trouble in map(_trouble, troubled):
        told = "{standing} {channel} to {operator}, {attempts} attempts: {error}".format(**trouble)
        door.console.print(told, markup=False, highlight=False, soft_wrap=True)
    if not tally:
        door.console.print("Nothing was told yet.")
    if not has_mail:
        door.notices.print("No mail is sent: set [mail] host in the settings.", markup=False)


def _trouble(one: Notification) -> dict[str, object]:
    return {
        "id": one.id,
        "channel": one.channel.value,
        "standing": one.standing.value,
        "operator": one.operator_id,
        "webhook": one.webhook_id,
        "subject": one.subject,
        "attempts": one.attempts,
        "next_at": rfc3339(one.next_at),
        "error": one.error,
    }
