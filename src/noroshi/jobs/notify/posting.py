"""Posting: each webhook is told what changed in the list since it was last told, in order."""

from concurrent.futures import ThreadPoolExecutor

import structlog

from noroshi.jobs.notify.letters import Letters, recipients
from noroshi.jobs.notify.office import Notified, Office
from noroshi.relay.notify import (
    Delta,
    Letter,
    delta_body,
    may_travel,
    signed_headers,
    stopped_letter,
)
from noroshi.spine.model import (
    Channel,
    Language,
    NoroshiError,
    Notification,
    Webhook,
    notification_id,
)
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.webhooks import Webhooks

WORKERS = 32
"""Webhooks that are told at once: one that is silent holds up no other."""

MOST_DELIVERIES = 1_000
"""Deliveries to one webhook in one pass; what is left comes in the next."""

GONE = 410
"""HTTP status of a place that wants no more (RFC 9110 section 15.5.11)."""

log = structlog.get_logger()


def post_changes(office: Office) -> Notified:
    """Tell every webhook all that it does not know yet, as far as it takes it."""
    webhooks = Webhooks(office.database).active()
    if not webhooks:
        return Notified()
    with ThreadPoolExecutor(max_workers=min(WORKERS, len(webhooks))) as pool:
        return sum(pool.map(lambda webhook: _serve(office, webhook), webhooks), Notified())


def _serve(office: Office, webhook: Webhook) -> Notified:
    try:
        return _serve_in_order(office, webhook)
    except Exception:
        # One webhook's misfortune must not keep a withdrawal from the others.
        log.exception("webhook could not be served", webhook=webhook.id)
        return Notified(failed=1)


def _serve_in_order(office: Office, webhook: Webhook) -> Notified:
    done = Notified()
    queue, webhooks = Notifications(office.database), Webhooks(office.database)
    for _ in range(MOST_DELIVERIES):
        done += _make(office, webhook)
        claimed = queue.claim(
            office.clock(), office.lease, channel=Channel.WEBHOOK, webhook_id=webhook.id
        )
        if not claimed:
            return done
        outcome = _deliver(office, webhook, claimed[0])
        done += outcome
        if not outcome.sent:
            return done
        webhook = webhooks.find(webhook.id)
    return done


def _make(office: Office, webhook: Webhook) -> Notified:
    """Queue the next delivery, where there is something to tell and nothing under way."""
    queue, shared = Notifications(office.database), SharedList(office.database)
    collections = _readable(office, webhook)
    if not collections or queue.has_unfinished(webhook.id):
        return Notified()
    batch, head = office.settings.notify.batch, shared.head()
    editions = shared.since(webhook.sequence, collections=collections, limit=batch, until=head)
    if not editions:
        return Notified()
    is_full = len(editions) == batch
    until = editions[-1].sequence if is_full else head
    delta = Delta(
        webhook_id=webhook.id,
        delivery_id=notification_id("webhook", webhook.id, webhook.sequence, until),
        after=webhook.sequence,
        until=until,
        more=is_full and until < head,
        editions=[edition for edition in editions if may_travel(edition)],
    )
    made = queue.add_delivery(_notification(office, webhook, delta), after=webhook.sequence)
    return Notified(made=int(made))


def _readable(office: Office, webhook: Webhook) -> list[str]:
    """Lists that the webhook is told of and its operator may read today."""
    desk = recipients(office).desk(webhook.operator_id)
    return [name for name in webhook.collections if desk and name in desk.collections]


def _notification(office: Office, webhook: Webhook, delta: Delta) -> Notification:
    at = office.clock()
    return Notification(
        id=delta.delivery_id,
        channel=Channel.WEBHOOK,
        recipient=webhook.url,
        operator_id=webhook.operator_id,
        subject=f"{len(delta.editions)} changes, {delta.after} to {delta.until}",
        body=delta_body(delta),
        created_at=at,
        next_at=at,
        webhook_id=webhook.id,
        sequence=delta.until,
    )


def _deliver(office: Office, webhook: Webhook, claimed: Notification) -> Notified:
    """One attempt."""
    queue = Notifications(office.database)
    error, gone = _attempt(office, webhook, claimed)
    at = office.clock()
    if error is None:
        return Notified(sent=int(queue.sent(claimed, at)))
    if gone or office.backoff.is_over(claimed.attempts):
        if not queue.bury(claimed, error, at):
            return Notified()
        return Notified(dead=1) + _tell_of_stop(office, webhook, claimed.attempts, error)
    pause = office.backoff.pause(claimed.attempts, office.chance())
    return Notified(failed=int(queue.failed(claimed, error, next_at=at + pause)))


def _attempt(office: Office, webhook: Webhook, claimed: Notification) -> tuple[str | None, bool]:
    """Why it failed, or null; and whether the place wants no more."""
    headers = signed_headers(
        webhook.secret, event="changes", delivery=claimed.id, body=claimed.body, at=office.clock()
    )
    try:
        answer = office.outbound.post(webhook.url, headers, claimed.body)
    except NoroshiError as error:
        return str(error), False
    if 200 <= answer.status < 300:
        return None, False
    return f"the receiver answers {answer.status}", answer.status == GONE


def _tell_of_stop(office: Office, webhook: Webhook, attempts: int, error: str) -> Notified:
    """A letter to the operator's desk: withdrawals do not arrive any more."""
    desk = recipients(office).desk(webhook.operator_id)

    def said(language: Language) -> Letter:
        return stopped_letter(
            webhook, hub=office.hub, attempts=attempts, error=error, language=language
        )

    letters = Letters(office, operator_id=webhook.operator_id)
    occasion = ("stopped", webhook.id, office.clock().isoformat())
    for address in desk.addresses if desk else ():
        letters.write(address, said(address.language), *occasion)
    return Notified(made=Notifications(office.database).add(letters.made), unmade=letters.unmade)
