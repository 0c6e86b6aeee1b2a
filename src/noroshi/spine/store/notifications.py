"""Notifications: the queue of messages that go out, kept in the database.

A message is claimed for a while (its lease) by whoever sends it. When the lease ends without a word,
the sender is taken for dead and the message is due again: it may then arrive twice, never not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from noroshi.spine.model import Channel, Delivery, Notification
from noroshi.spine.store.database import Database
from noroshi.spine.store.work_tables import NotificationRow, WebhookRow

UNFINISHED = (Delivery.WAITING, Delivery.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many messages of a channel stand so."""

    channel: Channel
    standing: Delivery
    count: int


class Notifications:
    """The queue on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, notifications: Sequence[Notification]) -> int:
        """Put messages in the queue; gives how many are new. What was told once is not told again."""
        with self._database.writing() as session:
            return add_new(session, notifications)

    def add_delivery(self, notification: Notification, *, after: int) -> bool:
        """Put the next delivery of a webhook in the queue; gives whether it is there.

        There is one unfinished delivery a webhook, so that they arrive in order; and none where
        the webhook has moved on from the sequence that the delivery begins after.
        """
        with self._database.writing() as session:
            webhook = session.scalar(
                select(WebhookRow).where(WebhookRow.id == notification.webhook_id).with_for_update()
            )
            if webhook is None or webhook.sequence != after or not _takes(webhook):
                return False
            unfinished = _unfinished_of(notification.webhook_id)
            if session.scalar(select(func.count()).select_from(unfinished.subquery())):
                return False
            return add_new(session, [notification]) == 1

    def has_unfinished(self, webhook_id: str) -> bool:
        """Whether a delivery of the webhook is under way or waits for its next attempt."""
        with self._database.reading() as session:
            return session.scalar(_unfinished_of(webhook_id).limit(1)) is not None

    def claim(
        self,
        at: datetime,
        lease: timedelta,
        *,
        channel: Channel,
        webhook_id: str | None = None,
        limit: int = 1,
    ) -> list[Notification]:
        """Take messages that are due into hand, oldest first: nobody else gets them until the lease ends."""
        due = (
            select(NotificationRow)
            .where(
                NotificationRow.standing.in_(UNFINISHED),
                NotificationRow.next_at <= at,
                NotificationRow.channel == channel,
            )
            .order_by(NotificationRow.created_at, NotificationRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if webhook_id is not None:
            due = due.where(NotificationRow.webhook_id == webhook_id)
        with self._database.writing() as session:
            rows = session.scalars(due).all()
            for row in rows:
                row.standing = Delivery.SENDING
                row.attempts += 1
                row.next_at = at + lease
            session.flush()
            return [notification_of_row(row) for row in rows]

    def sent(self, claimed: Notification, at: datetime) -> bool:
        """It arrived; its webhook knows the list up to its sequence. False if another has it in hand now."""
        with self._database.writing() as session:
            values: dict[str, object] = {
                "standing": Delivery.SENT.value,
                "sent_at": at,
                "error": "",
            }
            if claimed.channel is Channel.WEBHOOK:
                values["body"] = b""  # the list itself remembers what was told
            if not _end(session, claimed, values):
                return False
            if claimed.webhook_id is not None and claimed.sequence is not None:
                session.execute(
                    update(WebhookRow)
                    .where(
                        WebhookRow.id == claimed.webhook_id, WebhookRow.sequence < claimed.sequence
                    )
                    .values(sequence=claimed.sequence)
                )
            return True

    def failed(self, claimed: Notification, error: str, *, next_at: datetime) -> bool:
        """It did not arrive and is due again later. False if another has it in hand now."""
        values = {"standing": Delivery.WAITING.value, "error": error, "next_at": next_at}
        with self._database.writing() as session:
            return _end(session, claimed, values)

    def bury(self, claimed: Notification, error: str, at: datetime) -> bool:
        """It is given up; its webhook stops, so that nothing is told out of order."""
        with self._database.writing() as session:
            if not _end(session, claimed, {"standing": Delivery.DEAD.value, "error": error}):
                return False
            if claimed.webhook_id is not None:
                session.execute(
                    update(WebhookRow)
                    .where(WebhookRow.id == claimed.webhook_id)
                    .values(stopped_at=at)
                )
            return True

    def revive(self, webhook_id: str, at: datetime) -> int:
        """Let a webhook go on, beginning with what was given up; gives how many messages that is."""
        with self._database.writing() as session:
            session.execute(
                update(WebhookRow).where(WebhookRow.id == webhook_id).values(stopped_at=None)
            )
            touched = session.execute(
                update(NotificationRow)
                .where(
                    NotificationRow.webhook_id == webhook_id,
                    NotificationRow.standing.in_((Delivery.DEAD, Delivery.WAITING)),
                )
                .values(standing=Delivery.WAITING.value, attempts=0, next_at=at)
            )
            return _touched(touched)

    def drop_of(self, webhook_id: str) -> int:
        """Take what a removed webhook was not told yet out of the queue; gives how many."""
        with self._database.writing() as session:
            gone = session.execute(
                delete(NotificationRow).where(
                    NotificationRow.webhook_id == webhook_id,
                    NotificationRow.standing != Delivery.SENT,
                )
            )
            return _touched(gone)

    def forget(self, before: datetime) -> int:
        """Drop messages that were sent, and whose last lease ended before then; gives how many."""
        with self._database.writing() as session:
            gone = session.execute(
                delete(NotificationRow).where(
                    NotificationRow.standing == Delivery.SENT, NotificationRow.next_at < before
                )
            )
            return _touched(gone)

    def tally(self) -> list[Tally]:
        """How many messages stand how, by channel."""
        query = (
            select(NotificationRow.channel, NotificationRow.standing, func.count())
            .group_by(NotificationRow.channel, NotificationRow.standing)
            .order_by(NotificationRow.channel, NotificationRow.standing)
        )
        with self._database.reading() as session:
            return [
                Tally(channel=Channel(channel), standing=Delivery(standing), count=count)
                for channel, standing, count in session.execute(query)
            ]

    def troubled(self, *, limit: int = 100) -> list[Notification]:
        """Messages that failed at least once and have not arrived, newest first."""
        query = (
            select(NotificationRow)
            .where(NotificationRow.standing != Delivery.SENT, NotificationRow.error != "")
            .order_by(NotificationRow.created_at.desc(), NotificationRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [notification_of_row(row) for row in session.scalars(query)]

    def of_webhook(self, webhook_id: str, *, limit: int) -> list[Notification]:
        """What was posted to a place, or is to be, newest first."""
        query = (
            select(NotificationRow)
            .where(NotificationRow.webhook_id == webhook_id)
            .order_by(NotificationRow.created_at.desc(), NotificationRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [notification_of_row(row) for row in session.scalars(query)]

    def of_case(self, case_id: str) -> list[Notification]:
        """What was told of a case, in order."""
        query = (
            select(NotificationRow)
            .where(NotificationRow.case_id == case_id)
            .order_by(NotificationRow.created_at, NotificationRow.id)
        )
        with self._database.reading() as session:
            return [notification_of_row(row) for row in session.scalars(query)]


def add_new(session: Session, notifications: Sequence[Notification]) -> int:
    """Put those in the queue that were never in it; gives how many."""
    wanted = {notification.id: notification for notification in notifications}
    known = set(
        session.scalars(select(NotificationRow.id).where(NotificationRow.id.in_(list(wanted))))
    )
    rows = [row_of_notification(one) for key, one in wanted.items() if key not in known]
    if rows:
        session.execute(insert(NotificationRow), rows)
        session.flush()
    return len(rows)


def row_of_notification(notification: Notification) -> dict[str, object]:
    """The message as a row."""
    return {
        "id": notification.id,
        "channel": notification.channel.value,
        "recipient": notification.recipient,
        "operator_id": notification.operator_id,
        "subject": notification.subject,
        "body": notification.body,
        "created_at": notification.created_at,
        "next_at": notification.next_at,
        "webhook_id": notification.webhook_id,
        "case_id": notification.case_id,
        "sequence": notification.sequence,
        "standing": notification.standing.value,
        "attempts": notification.attempts,
        "sent_at": notification.sent_at,
        "error": notification.error,
    }


def notification_of_row(row: NotificationRow) -> Notification:
    """The message."""
    return Notification(
        id=row.id,
        channel=Channel(row.channel),
        recipient=row.recipient,
        operator_id=row.operator_id,
        subject=row.subject,
        body=row.body,
        created_at=row.created_at,
        next_at=row.next_at,
        webhook_id=row.webhook_id,
        case_id=row.case_id,
        sequence=row.sequence,
        standing=Delivery(row.standing),
        attempts=row.attempts,
        sent_at=row.sent_at,
        error=row.error,
    )


def _takes(webhook: WebhookRow) -> bool:
    return bool(webhook.confirmed_at) and not webhook.stopped_at and not webhook.disabled_at


def _unfinished_of(webhook_id: str | None) -> Select[str]:
    return select(NotificationRow.id).where(
        NotificationRow.webhook_id == webhook_id, NotificationRow.standing.in_(UNFINISHED)
    )


def _end(session: Session, claimed: Notification, values: dict[str, object]) -> bool:
    """End a claim, unless its lease has passed to another."""
    ended = session.execute(
        update(NotificationRow)
        .where(
            NotificationRow.id == claimed.id,
            NotificationRow.standing == Delivery.SENDING,
            NotificationRow.next_at == claimed.next_at,
        )
        .values(values)
    )
    return _touched(ended) == 1


def _touched(result: object) -> int:
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
