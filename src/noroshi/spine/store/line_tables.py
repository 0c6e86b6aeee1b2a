"""Tables of the operator's desk: weak devices on lines, the notices about them, and limits."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class LineCaseRow(State):
    """One weak device on one line. Names the line by a keyed hash and under encryption only."""

    __tablename__ = "line_cases"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    tracking: Mapped[str] = mapped_column(unique=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    line: Mapped[str] = mapped_column(index=True)
    sealed: Mapped[bytes]
    device: Mapped[str]
    vendor: Mapped[str]
    product: Mapped[str]
    trouble: Mapped[str]
    severity: Mapped[str]
    exposures: Mapped[list[dict[str, str]]]
    arm: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    drawn_at: Mapped[datetime]
    notified_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    fixed_at: Mapped[datetime | None]
    missed: Mapped[int]
    missed_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    looks: Mapped[int]


class LineNoticeRow(State):
    """One notice that was made. Append-only."""

    __tablename__ = "line_notices"

    case_id: Mapped[str] = mapped_column(ForeignKey("line_cases.case_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    sha256: Mapped[str]


class LineLimitRow(State):
    """One step of a wish to limit a line's service. Append-only."""

    __tablename__ = "line_limits"

    case_id: Mapped[str] = mapped_column(ForeignKey("line_cases.case_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    verb: Mapped[str]
    reason: Mapped[str]
