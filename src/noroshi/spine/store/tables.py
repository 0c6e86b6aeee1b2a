"""Tables of the state, for any database that SQLAlchemy speaks.

Migrations write what is declared here; a test holds the two together.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    MetaData,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names are fixed, so that a later migration can name what it drops."""


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC to the microsecond. A time without zone is refused, never guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone; the state holds UTC only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """SQLite gives naive times back; what went in was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class State(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as a plain class attribute
        datetime: UtcMoment(),
        int: BigInteger(),
        float: Double(),
        dict[str, str]: JSON(),
        dict[str, int]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[dict[str, str]]: JSON(),
    }


class RunRow(State):
    """One execution of a job."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    job: Mapped[str]
    detector_name: Mapped[str | None]
    detector_version: Mapped[str | None]
    detector_parameters: Mapped[str | None]
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    inputs: Mapped[dict[str, str]]
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str]
    counts: Mapped[dict[str, int]]


class FindingRow(State):
    """One finding; its evidence stands in `evidence`."""

    __tablename__ = "findings"
    __table_args__ = (
        Index("ix_findings_kind_window", "kind", "window_start", "window_end"),
        Index("ix_findings_kind_score", "kind", "score"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), index=True)
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_value: Mapped[str] = mapped_column(index=True)
    score: Mapped[float]
    label: Mapped[str]
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    clients: Mapped[int | None]
    counterfactual_ja: Mapped[str]
    counterfactual_en: Mapped[str]
    detector_name: Mapped[str]
    detector_version: Mapped[str]
    detector_parameters: Mapped[str]
    evidence: Mapped[list["EvidenceRow"]] = relationship(
        order_by="EvidenceRow.position", passive_deletes=True
    )


class EvidenceRow(State):
    """One term of a finding; `position` keeps the order."""

    __tablename__ = "evidence"

    finding_id: Mapped[str] = mapped_column(
        ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(index=True)
    value: Mapped[float]
    unit: Mapped[str]
    baseline: Mapped[float | None]
    weight: Mapped[float]
    text_ja: Mapped[str]
    text_en: Mapped[str]
    source: Mapped[str]


class DecisionRow(State):
    """One line of the record of decisions. No foreign key: it outlives the finding."""

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    finding_id: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    by: Mapped[str]
    reason_ja: Mapped[str]
    reason_en: Mapped[str]
    at: Mapped[datetime]
    undo: Mapped[bool] = mapped_column(server_default=false())


class CollectionRow(State):
    """One stretch of the spool that is in the lake."""

    __tablename__ = "collections"

    collector: Mapped[str] = mapped_column(primary_key=True)
    first_segment: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_segment: Mapped[int]
    datagrams: Mapped[int]
    read: Mapped[int]
    kept: Mapped[int]
    refused: Mapped[dict[str, int]]
    files: Mapped[list[str]]
    committed_at: Mapped[datetime]


class CollectorRow(State):
    """What the decoder of a collector remembers, as of its last collection."""

    __tablename__ = "collectors"

    name: Mapped[str] = mapped_column(primary_key=True)
    memory: Mapped[bytes]


class InterfaceRow(State):
    """What an exporter calls an interface, as it last told."""

    __tablename__ = "interfaces"

    exporter: Mapped[str] = mapped_column(primary_key=True)
    domain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    description: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(index=True)


class ImportRow(State):
    """One file taken in."""

    __tablename__ = "imports"

    digest: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    format: Mapped[str]
    read: Mapped[int]
    kept: Mapped[int]
    refused: Mapped[dict[str, int]]
    files: Mapped[list[str]]
    imported_at: Mapped[datetime]
