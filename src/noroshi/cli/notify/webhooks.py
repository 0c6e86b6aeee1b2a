"""`noroshi notify webhooks`: places that changes are posted to."""

from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.notify.run import opened
from noroshi.jobs.notify.registering import (
    add_webhook,
    challenge_webhook,
    remove_webhook,
    retry_webhook,
    rotate_secret,
)
from noroshi.spine.home import read_secret
from noroshi.spine.model import COLLECTIONS, Webhook, rfc3339
from noroshi.spine.store.webhooks import Webhooks


@click.group()
def webhooks() -> None:
    """Places that changes are posted to."""


@webhooks.command()
@click.argument("url")
@click.option("--operator", required=True, metavar="ID", help="Whose place it is.")
@click.option(
    "--collection",
    "collections",
    multiple=True,
    type=click.Choice(COLLECTIONS),
    help="A list to tell of; may be given several times. All that the operator may read when left out.",
)
@click.option(
    "--secret-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the secret that the receiver already has, readable by its owner only. A fresh one is made and shown once when left out.",
)
@click.option("--whole-list", is_flag=True, help="Begin with all that is in the list now.")
@with_door
def add(
    door: Door,
    url: str,
    operator: str,
    collections: tuple[str, ...],
    secret_file: Path | None,
    whole_list: bool,
) -> None:
    """Register a place. It is told nothing until it answered the challenge of `webhooks test`."""
    secret = read_secret(secret_file) if secret_file else None
    with opened(door) as office:
        webhook = add_webhook(
            office,
            url,
            operator_id=operator,
            collections=collections,
            secret=secret,
            whole_list=whole_list,
        )
    if door.as_json:
        door.emit([_row(webhook) | ({} if secret else {"secret": webhook.secret})])
        return
    lines = [f"Webhook {webhook.id} for {', '.join(webhook.collections)}."]
    if not secret:
        lines.append(f"Secret, shown this once: {webhook.secret}")
    lines.append(
        f"Give the receiver the secret, then run: noroshi notify webhooks test {webhook.id}"
    )
    _print(door, lines)


@webhooks.command("list")
@click.option("--operator", metavar="ID", help="Of this operator only.")
@with_door
def list_(door: Door, operator: str | None) -> None:
    """The places, how far each knows the list, and whether it is told."""
    with opened(door) as office:
        found = Webhooks(office.database).all(operator_id=operator)
    if door.as_json:
        door.emit(map(_row, found))
        return
    _print(
        door,
        [
            f"{webhook.id}  {webhook.standing:11}  {webhook.operator_id:16}  {webhook.sequence:>9,}  {webhook.url}"
            for webhook in found
        ]
        or ["There is no webhook yet: noroshi notify webhooks add URL --operator ID"],
    )


@webhooks.command()
@click.argument("webhook_id", metavar="ID")
@with_door
def remove(door: Door, webhook_id: str) -> None:
    """Tell a place nothing more. Its record stays, its secret does not."""
    with opened(door) as office:
        dropped = remove_webhook(office, webhook_id)
    if door.as_json:
        door.emit([{"id": webhook_id, "standing": "removed", "dropped": dropped}])
        return
    _print(door, [f"Webhook {webhook_id} is removed; {dropped} deliveries were not made."])


@webhooks.command()
@click.argument("webhook_id", metavar="ID")
@with_door
def test(door: Door, webhook_id: str) -> None:
    """Send a challenge. A place that proves it holds the secret is told of changes from then on."""
    with opened(door) as office:
        webhook = challenge_webhook(office, webhook_id)
    if door.as_json:
        door.emit([_row(webhook)])
        return
    _print(door, [f"Webhook {webhook.id} proved itself and is {webhook.standing}."])


@webhooks.command()
@click.argument("webhook_id", metavar="ID")
@with_door
def rotate(door: Door, webhook_id: str) -> None:
    """Give a place a fresh secret. It is told nothing until it answered the challenge of `webhooks test`."""
    with opened(door) as office:
        webhook = rotate_secret(office, webhook_id)
    if door.as_json:
        door.emit([_row(webhook) | {"secret": webhook.secret}])
        return
    lines = [
        f"Secret, shown this once: {webhook.secret}",
        f"Give the receiver the secret, then run: noroshi notify webhooks test {webhook.id}",
    ]
    _print(door, lines)


@webhooks.command()
@click.argument("webhook_id", metavar="ID")
@with_door
def retry(door: Door, webhook_id: str) -> None:
    """Let a place that was given up go on where it stopped, at the next pass."""
    with opened(door) as office:
        revived = retry_webhook(office, webhook_id)
    if door.as_json:
        door.emit([{"id": webhook_id, "standing": "active", "revived": revived}])
        return
    _print(door, [f"Webhook {webhook_id} goes on; {revived} deliveries are due again."])


def _row(webhook: Webhook) -> dict[str, object]:
    return {
        "id": webhook.id,
        "operator": webhook.operator_id,
        "url": webhook.url,
        "collections": webhook.collections,
        "standing": webhook.standing,
        "sequence": webhook.sequence,
        "created_at": rfc3339(webhook.created_at),
    }


def _print(door: Door, lines: list[str]) -> None:
    for line in lines:
        door.console.print(line, markup=False, highlight=False, soft_wrap=True)
