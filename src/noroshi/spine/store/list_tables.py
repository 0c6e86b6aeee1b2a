"""Tables of the shared list: its editions, who read them, and what members say of them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State

SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")
"""In SQLite an `INTEGER` primary key is the row's own number: one look-up less, and in order."""


class HeadRow(State):
    """The end of the order of commits: one row, locked by whoever adds editions.

    Its lock is held until the commit, so sequence numbers appear in their order, and a reader who
    has seen one has seen all below it.
    """

    __tablename__ = "list_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    added_us: Mapped[int]


class EditionRow(State):
    """One version of one entry; `latest` marks the one that holds."""

    __tablename__ = "editions"
    __table_args__ = (
        Index("ix_editions_collection_latest_sequence", "collection", "latest", "sequence"),
        Index("ix_editions_indicator_sequence", "indicator_id", "sequence"),
        # Counts by facet are answered from the index alone.
        Index(
            "ix_editions_facets",
            "latest",
            "collection",
            "standing",
            "kind",
            "label",
            "tlp",
            "confidence",
        ),
    )

    sequence: Mapped[int] = mapped_column(SEQUENCE, primary_key=True, autoincrement=False)
    added_us: Mapped[int] = mapped_column(unique=True)
    collection: Mapped[str]
    indicator_id: Mapped[str]
    latest: Mapped[bool]
    standing: Mapped[str]
    subject_kind: Mapped[str]
    subject_value: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    label: Mapped[str]
    confidence: Mapped[int]
    tlp: Mapped[str]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime] = mapped_column(index=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    reasons: Mapped[list[dict[str, str]]]
    reason_ja: Mapped[str]
    reason_en: Mapped[str]
    by: Mapped[str]


class ListCountRow(State):
    """How many entries hold, of those that are alike in these columns; never 0."""

    __tablename__ = "list_counts"

    collection: Mapped[str] = mapped_column(primary_key=True)
    standing: Mapped[str] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    tlp: Mapped[str] = mapped_column(primary_key=True)
    confidence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]


class PullRow(State):
    """What one operator read of one collection in one format on one day (UTC)."""

    __tablename__ = "pulls"

    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), primary_key=True)
    collection: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    pulls: Mapped[int]
    octets: Mapped[int]
    entries: Mapped[int]
    sequence: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


class SightingRow(State):
    """One statement of a member about an entry."""

    __tablename__ = "sightings"
    __table_args__ = (Index("ix_sightings_operator_received", "operator_id", "received_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    indicator_id: Mapped[str] = mapped_column(index=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"))
    kind: Mapped[str]
    count: Mapped[int]
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    source: Mapped[str]
    note: Mapped[str]
    received_at: Mapped[datetime]


class ContributionRow(State):
    """One observation that a member or a peer's list gave; people or policy decide on it."""

    __tablename__ = "contributions"

    id: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(index=True)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"), index=True)
    source: Mapped[str] = mapped_column(index=True)
    object_id: Mapped[str] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_value: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    label: Mapped[str]
    confidence: Mapped[int]
    tlp: Mapped[str]
    first_seen: Mapped[datetime | None]
    last_seen: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    standing: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    reason_ja: Mapped[str] = mapped_column(server_default="")
    received_at: Mapped[datetime]
    first_received_at: Mapped[datetime]


class SubmissionRow(State):
    """One post of a member; `body` is what its status says, as JSON."""

    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str]
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    body: Mapped[bytes]
    received_at: Mapped[datetime] = mapped_column(index=True)


class PeerRow(State):
    """How far the list of one peer was read."""

    __tablename__ = "peers"

    name: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str]
    cursor: Mapped[str]
    pulled_at: Mapped[datetime]


class HoldRow(State):
    """One list that changed too much in one step and waits for a person."""

    __tablename__ = "list_holds"

    id: Mapped[str] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(index=True)
    entries_before: Mapped[int]
    entries_after: Mapped[int]
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str]
    released: Mapped[bool]
