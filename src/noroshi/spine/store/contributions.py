"""Contributions: observations of members and of lists of others, one row per statement."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, insert, select, update

from noroshi.spine.model import (
    Contribution,
    ContributionStanding,
    Subject,
    SubjectKind,
    Text,
    Tlp,
)
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import ContributionRow

ASKED_AT_ONCE = 500
"""Ids in one question; databases limit its parameters."""

_WITHDRAWN = ContributionStanding.WITHDRAWN.value

_KEPT = ("id",)
"""Columns that a renewal leaves as they are."""


class Taken(NamedTuple):
    """How many contributions are new, and how many were known and are renewed."""

    new: int
    renewed: int


class Contributions:
    """The contributions of one installation. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, contributions: Sequence[Contribution]) -> Taken:
        """Keep contributions; of those with the same id the last one, in place of the former.

        What was decided on a known one stays decided; one that its giver withdrew waits again.
        """
        rows = {one.id: _row(one) for one in contributions}
        with self._database.writing() as session:
            known: set[str] = set()
            left = iter(rows)
            while asked := list(islice(left, ASKED_AT_ONCE)):
                query = select(ContributionRow.id).where(ContributionRow.id.in_(asked))
                known.update(session.scalars(query))
            connection = session.connection()
            if fresh := [row for name, row in rows.items() if name not in known]:
                connection.execute(insert(ContributionRow), fresh)
            if again := [_renewal(rows[name]) for name in known]:
                connection.execute(_RENEW, again)
        return Taken(new=len(fresh), renewed=len(again))

    def of_peers(self) -> Iterator[Contribution]:
        """What lists of others say and have not taken back, by source."""
        query = (
            select(ContributionRow)
            .where(ContributionRow.source.startswith("peer:"))
            .where(ContributionRow.standing != _WITHDRAWN)
            .order_by(ContributionRow.source, ContributionRow.id)
            .execution_options(yield_per=ASKED_AT_ONCE)
        )
        with self._database.reading() as session:
            yield from map(_contribution, session.scalars(query))

    def said(self, *, sources: Sequence[str]) -> Iterator[Contribution]:
        """What these sources say and have not taken back, whatever was decided on it."""
        query = (
            select(ContributionRow)
            .where(ContributionRow.source.in_(sources), ContributionRow.standing != _WITHDRAWN)
            .order_by(ContributionRow.id)
            .execution_options(yield_per=ASKED_AT_ONCE)
        )
        with self._database.reading() as session:
            yield from map(_contribution, session.scalars(query))

    def of_subject(self, kind: str, subject: Subject) -> list[Contribution]:
        """What is said of a subject and was not taken back, in the order in which it came."""
        query = (
            select(ContributionRow)
            .where(
                ContributionRow.subject_value == subject.value,
                ContributionRow.subject_kind == subject.kind.value,
                ContributionRow.kind == kind,
                ContributionRow.standing != _WITHDRAWN,
            )
            .order_by(ContributionRow.first_received_at, ContributionRow.id)
        )
        with self._database.reading() as session:
            return [_contribution(row) for row in session.scalars(query)]

    def of_objects(
        self, source: str, operator_id: str, object_ids: Sequence[str]
    ) -> dict[str, list[Contribution]]:
        """What a member said under ids of its own, by these ids."""
        found: dict[str, list[Contribution]] = {}
        left = iter(object_ids)
        with self._database.reading() as session:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                query = select(ContributionRow).where(
                    ContributionRow.source == source,
                    ContributionRow.operator_id == operator_id,
                    ContributionRow.object_id.in_(asked),
                )
                for row in session.scalars(query):
                    found.setdefault(row.object_id, []).append(_contribution(row))
        return found

    def listed(
        self,
        *,
        limit: int,
        after: str = "",
        operator_id: str | None = None,
        standing: ContributionStanding | None = None,
    ) -> list[Contribution]:
        """Contributions by id, of one member or of all; go on after the last one's."""
        query = (
            select(ContributionRow)
            .where(ContributionRow.id > after)
            .order_by(ContributionRow.id)
            .limit(limit)
        )
        if operator_id is not None:
            query = query.where(ContributionRow.operator_id == operator_id)
        if standing is not None:
            query = query.where(ContributionRow.standing == standing.value)
        with self._database.reading() as session:
            return [_contribution(row) for row in session.scalars(query)]

    def newest(self, operator_id: str, *, limit: int) -> list[Contribution]:
        """What a member said last, the newest first."""
        query = (
            select(ContributionRow)
            .where(ContributionRow.operator_id == operator_id)
            .order_by(ContributionRow.received_at.desc(), ContributionRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [_contribution(row) for row in session.scalars(query)]

    def settle(
        self, contribution_ids: Sequence[str], standing: ContributionStanding, reason: Text | None
    ) -> None:
        """Write down what was decided on some; what was taken back meanwhile stays so."""
        left = iter(contribution_ids)
        with self._database.writing() as session:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                session.execute(
                    update(ContributionRow)
                    .where(ContributionRow.id.in_(asked), ContributionRow.standing != _WITHDRAWN)
                    .values(standing=standing.value, **_said(reason))
                )

    def withdraw(self, source: str, operator_id: str | None, object_ids: Sequence[str]) -> int:
        """Mark what somebody gave under these ids as taken back; gives how many."""
        if not object_ids:
            return 0
        done = 0
        left = iter(object_ids)
        with self._database.writing() as session:
            while asked := list(islice(left, ASKED_AT_ONCE)):
                changed = session.execute(
                    update(ContributionRow)
                    .where(
                        ContributionRow.source == source,
                        ContributionRow.operator_id.is_not_distinct_from(operator_id),
                        ContributionRow.object_id.in_(asked),
                        ContributionRow.standing != _WITHDRAWN,
                    )
                    .values(standing=_WITHDRAWN)
                    .returning(ContributionRow.id)
                )
                done += len(changed.all())
        return done

    def retire(self, source: str, before: datetime) -> int:
        """Mark what a list no longer carries as taken back: what came last before a moment."""
        with self._database.writing() as session:
            changed = session.execute(
                update(ContributionRow)
                .where(
                    ContributionRow.source == source,
                    ContributionRow.received_at < before,
                    ContributionRow.standing != _WITHDRAWN,
                )
                .values(standing=_WITHDRAWN)
                .returning(ContributionRow.id)
            )
            return len(changed.all())

    def count(self, source: str) -> int:
        """Contributions of a source that are not taken back."""
        query = select(func.count()).where(
            ContributionRow.source == source, ContributionRow.standing != _WITHDRAWN
        )
        with self._database.reading() as session:
            return int(session.scalar(query) or 0)


_COLUMNS = tuple(column.name for column in ContributionRow.__table__.columns)

_RENEW = (
    update(ContributionRow.__table__)  # type: ignore[arg-type]  # a declared class has a table
    .where(ContributionRow.id == bindparam("known"))
    .values(
        {name: bindparam(f"new_{name}") for name in _COLUMNS if name not in _KEPT}
        | {
            # One that was taken back begins anew; of others the decision and the beginning stay.
            name: case(
                (ContributionRow.standing == _WITHDRAWN, bindparam(f"new_{name}")),
                else_=getattr(ContributionRow, name),
            )
            for name in ("standing", "reason", "reason_ja", "first_received_at")
        }
    )
)


def _renewal(row: dict[str, Any]) -> dict[str, Any]:
    values = {f"new_{name}": value for name, value in row.items() if name not in _KEPT}
    return values | {"known": row["id"]}


def _row(one: Contribution) -> dict[str, Any]:
    return {
        "id": one.id,
        "submission_id": one.submission_id,
        "operator_id": one.operator_id,
        "source": one.source,
        "object_id": one.object_id,
        "subject_kind": one.subject.kind.value,
        "subject_value": one.subject.value,
        "kind": one.kind,
        "label": one.label,
        "confidence": one.confidence,
        "tlp": one.tlp.value,
        "first_seen": one.first_seen,
        "last_seen": one.last_seen,
        "valid_until": one.valid_until,
        "standing": one.standing.value,
        **_said(one.reason),
        "received_at": one.received_at,
        "first_received_at": one.since,
    }


def _said(reason: Text | None) -> dict[str, str]:
    return (
        {"reason": reason.en, "reason_ja": reason.ja} if reason else {"reason": "", "reason_ja": ""}
    )


def _contribution(row: ContributionRow) -> Contribution:
    return Contribution(
        subject=Subject(SubjectKind(row.subject_kind), row.subject_value),
        kind=row.kind,
        source=row.source,
        submission_id=row.submission_id,
        received_at=row.received_at,
        operator_id=row.operator_id,
        label=row.label,
        confidence=row.confidence,
        tlp=Tlp(row.tlp),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        valid_until=row.valid_until,
        object_id=row.object_id,
        standing=ContributionStanding(row.standing),
        reason=Text(ja=row.reason_ja or row.reason, en=row.reason) if row.reason else None,
        first_received_at=row.first_received_at,
    )
