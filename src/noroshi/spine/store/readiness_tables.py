"""Tables of readiness: results that documents cite, and scores that operators declared."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class ResultRow(State):
    """What one run of a readiness command gave; the run tells when, and from which inputs."""

    __tablename__ = "readiness_results"
    __table_args__ = (Index("ix_readiness_results_topic_made_at", "topic", "made_at"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    topic: Mapped[str]
    subject: Mapped[str]
    made_at: Mapped[datetime]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON())


class DeclaredScoreRow(State):
    """A score that an operator sent to this hub. Rows are added; the newest counts."""

    __tablename__ = "readiness_scores"
    __table_args__ = (
        Index("ix_readiness_scores_operator_id_received_at", "operator_id", "received_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"))
    received_at: Mapped[datetime]
    scored_at: Mapped[datetime]
    edition: Mapped[str]
    follows: Mapped[bool]
    score: Mapped[float | None]
    coverage: Mapped[float]
    technologies: Mapped[dict[str, Any]] = mapped_column(JSON())
