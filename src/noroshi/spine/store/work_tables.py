"""Tables of work: cases, messages that go out, and the programme's figures."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class CaseRow(State):
    """Work for a responsible operator."""

    __tablename__ = "cases"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_value: Mapped[str] = mapped_column(index=True)
    finding_id: Mapped[str | None] = mapped_column(index=True)
    indicator_id: Mapped[str | None] = mapped_column(index=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    standing: Mapped[str] = mapped_column(index=True)
    outcome: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CaseEventRow(State):
    """One thing that happened in a case. Append-only."""

    __tablename__ = "case_events"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    verb: Mapped[str]
    text: Mapped[str]


class WebhookRow(State):
    """One place that an operator wants changes posted to."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(primary_key=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    url: Mapped[str]
    secret: Mapped[str]
    collections: Mapped[list[str]]
    sequence: Mapped[int]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class DigestRow(State):
    """How far an operator was told of changes by mail."""

    __tablename__ = "digests"

    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), primary_key=True)
    sequence: Mapped[int]
    told_at: Mapped[datetime]


class NotificationRow(State):
    """One message, from its making to its delivery or its end as a dead letter."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_standing_next", "standing", "next_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    webhook_id: Mapped[str | None] = mapped_column(ForeignKey("webhooks.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    subject: Mapped[str]
    body: Mapped[bytes]
    sequence: Mapped[int | None]
    standing: Mapped[str]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str]


class MeasureRow(State):
    """One figure of the programme, as it was counted."""

    __tablename__ = "measures"

    name: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    window_end: Mapped[datetime] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(primary_key=True)
    numerator: Mapped[float]
    denominator: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    unit: Mapped[str]
    query: Mapped[str]


class EntryRow(State):
    """What people enter for a figure and a fiscal year: its target and its cost."""

    __tablename__ = "measure_entries"

    name: Mapped[str] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[float | None]
    cost_yen: Mapped[int | None]
    note: Mapped[str]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
