"""Registering: webhooks come, prove themselves, go on after a stop, and go."""

import secrets
from collections.abc import Sequence

from noroshi.jobs.notify.letters import recipients
from noroshi.jobs.notify.office import Office
from noroshi.relay.notify import (
    challenge_body,
    is_answered,
    signed_headers,
    webhook_secret,
    webhook_url,
)
from noroshi.spine.model import (
    COLLECTIONS,
    InputError,
    SourceError,
    Webhook,
    notification_id,
)
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.webhooks import Webhooks

SECRET_OCTETS = 32


def add_webhook(
    office: Office,
    url: str,
    *,
    operator_id: str,
    collections: Sequence[str] = (),
    secret: str | None = None,
    whole_list: bool = False,
) -> Webhook:
    """Register a place. Nothing is told to it before it has answered a challenge.

    Args:
        office: What telling works with.
        url: Where to post.
        operator_id: Whose place it is.
        collections: Lists that it wants; all that its operator may read when left out.
        secret: Key of the signatures; a fresh one when left out.
        whole_list: Begin with all that is in the list, not with what changes from now on.

    Raises:
        InputError: The URL, secret or a list is wrong, or the operator is no member or may not
            read a list.
    """
    desk = recipients(office).desk(operator_id)
    if desk is None:
        raise InputError(f"{operator_id} is no operator of this hub; see: noroshi operators list")
    wanted = tuple(collections) or tuple(name for name in COLLECTIONS if name in desk.collections)
    refused = [name for name in wanted if name not in desk.collections]
    if refused or not wanted:
        raise InputError(
            f"{operator_id} may not read {', '.join(refused) or 'any list'}; a coordinator gives it "
            f"lists of {', '.join(COLLECTIONS)}"
        )
    webhook = Webhook(
        id=secrets.token_hex(8),
        operator_id=operator_id,
        url=webhook_url(url),
        secret=webhook_secret(secret if secret is not None else secrets.token_hex(SECRET_OCTETS)),
        collections=wanted,
        sequence=0 if whole_list else SharedList(office.database).head(),
        created_at=office.clock(),
    )
    Webhooks(office.database).add(webhook)
    return webhook


def challenge_webhook(office: Office, webhook_id: str) -> Webhook:
    """Ask a place to prove that it holds its secret; from the first success on it is told.

    Raises:
        InputError: There is no such webhook, or its place may not be reached.
        SourceError: The place is unwell, or its answer proves nothing.
    """
    webhooks = Webhooks(office.database)
    webhook = _present(webhooks.find(webhook_id))
    challenge, at = secrets.token_hex(16), office.clock()
    body = challenge_body(webhook, challenge)
    delivery = notification_id("challenge", webhook.id, challenge)
    headers = signed_headers(webhook.secret, event="challenge", delivery=delivery, body=body, at=at)
    answer = office.outbound.post(webhook.url, headers, body)
    if answer.status != 200:
        raise SourceError(f"the receiver answers {answer.status} to the challenge; 200 and its proof are wanted")  # fmt: skip
    if not is_answered(webhook, challenge, answer.body):
        raise SourceError("the receiver's answer does not prove that it holds the secret; give it the secret, then run: noroshi notify webhooks test")  # fmt: skip
    if webhook.confirmed_at is None:
        webhooks.confirm(webhook.id, at)
    return webhooks.find(webhook_id)


def rotate_secret(office: Office, webhook_id: str) -> Webhook:
    """Give a place a fresh secret; it is told nothing until it has answered a challenge with it.

    Raises:
        InputError: There is no such webhook.
    """
    webhooks = Webhooks(office.database)
    webhook = _present(webhooks.find(webhook_id))
    webhooks.rotate(webhook.id, secrets.token_hex(SECRET_OCTETS))
    return webhooks.find(webhook.id)


def retry_webhook(office: Office, webhook_id: str) -> int:
    """Let a stopped webhook go on where it stopped; gives how many deliveries were given up.

    Raises:
        InputError: There is no such webhook.
    """
    webhook = _present(Webhooks(office.database).find(webhook_id))
    return Notifications(office.database).revive(webhook.id, office.clock())


def remove_webhook(office: Office, webhook_id: str) -> int:
    """Tell a place nothing more; gives how many deliveries were not made.

    Raises:
        InputError: There is no such webhook.
    """
    webhook = _present(Webhooks(office.database).find(webhook_id))
    Webhooks(office.database).remove(webhook.id, office.clock())
    return Notifications(office.database).drop_of(webhook.id)


def _present(webhook: Webhook) -> Webhook:
    if webhook.disabled_at is not None:
        raise InputError(f"webhook {webhook.id} was removed; add it anew")
    return webhook
