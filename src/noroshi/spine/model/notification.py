"""Notification: one message, from its making to its delivery or its end; and where it goes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

NOTIFICATIONS = UUID("d9b7c4a6-50c8-5d0e-8f57-8d4f0f3b6a55")
"""Namespace of ids of notifications (UUIDv5, RFC 9562 section 5.5)."""


class Channel(StrEnum):
    """How a message travels."""

    WEBHOOK = "webhook"
    MAIL = "mail"


class Delivery(StrEnum):
    """What became of a message."""

    WAITING = "waiting"  # to be sent, at once or after a pause
    SENDING = "sending"  # somebody has it in hand, until his lease ends
    SENT = "sent"
    DEAD = "dead"  # given up; people have to look


class MailTls(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"  # RFC 3207
    IMPLICIT = "implicit"  # RFC 8314
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One message.

    Attributes:
        id: What it tells gives the id, so that the same is told once.
        channel: How it travels.
        recipient: A mail address, or a URL.
        operator_id: Who is told.
        subject: One line that says what it is about.
        body: What is sent: a JSON text, or a whole message (RFC 5322).
        created_at: When it was made.
        next_at: When it is due; while it is being sent, the end of the lease.
        webhook_id: The webhook it goes to; null for mail.
        case_id: The case it reminds of.
        sequence: Up to where in the order of commits a webhook knows the list after it.
        standing: What became of it.
        attempts: How often it was tried.
        sent_at: When it arrived.
        error: Why it did not, the last time.
    """

    id: str
    channel: Channel
    recipient: str
    operator_id: str
    subject: str
    body: bytes
    created_at: datetime
    next_at: datetime
    webhook_id: str | None = None
    case_id: str | None = None
    sequence: int | None = None
    standing: Delivery = Delivery.WAITING
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""


def notification_id(*parts: object) -> str:
    """The id of a message that tells this."""
    return str(uuid5(NOTIFICATIONS, "|".join(str(part) for part in parts)))
