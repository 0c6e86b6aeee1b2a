"""Dossier: what the state holds about one subject: findings, and outside lists that name it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from noroshi.spine.model import ContributionStanding, Finding, Subject, SubjectKind
from noroshi.spine.store.database import Database
from noroshi.spine.store.list_tables import ContributionRow
from noroshi.spine.store.rows import finding_of_row
from noroshi.spine.store.tables import FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An outside list that names the subject, or its address.

    Attributes:
        source: Name of the list.
        confidence: The highest it told, 0-100.
        told_at: When it told so last.
    """

    source: str
    confidence: int
    told_at: datetime


MEMBERS = "taxii"
"""Source of what members post; members are no outside lists."""

_WITHDRAWN = ContributionStanding.WITHDRAWN.value


class Dossier:
    """Questions about one subject; each is one reading transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def findings(self, subject: Subject, *, kind: str, limit: int = 10) -> list[Finding]:
        """Findings of a kind about the subject, those of the latest windows first."""
        query = (
            select(FindingRow)
            .where(
                FindingRow.subject_value == subject.value,
                FindingRow.subject_kind == subject.kind.value,
                FindingRow.kind == kind,
            )
            .options(selectinload(FindingRow.evidence))
            .order_by(FindingRow.window_end.desc(), FindingRow.score.desc(), FindingRow.id)
            .limit(limit)
        )
        with self._database.reading() as session:
            return [finding_of_row(row) for row in session.scalars(query)]

    def agreements(self, subject: Subject) -> list[Agreement]:
        """Outside lists that name the subject or its address, those that told last first."""
        told_at = func.max(ContributionRow.received_at)
        query = (
            select(ContributionRow.source, func.max(ContributionRow.confidence), told_at)
            .where(ContributionRow.subject_value.in_(_names(subject)))
            .where(ContributionRow.source != MEMBERS, ContributionRow.standing != _WITHDRAWN)
            .group_by(ContributionRow.source)
            .order_by(told_at.desc(), ContributionRow.source)
        )
        with self._database.reading() as session:
            return [
                Agreement(source=source, confidence=confidence, told_at=moment)
                for source, confidence, moment in session.execute(query)
            ]


def _names(subject: Subject) -> list[str]:
    if subject.kind is SubjectKind.ENDPOINT:
        return [subject.value, subject.as_endpoint().address]
    return [subject.value]
