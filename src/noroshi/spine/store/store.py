"""Store: findings, runs, decisions and imports of an installation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session, selectinload

from noroshi.spine.model import (
    CollectionRecord,
    Decision,
    Detector,
    Finding,
    ImportRecord,
    InterfaceName,
    Subject,
    SubjectKind,
    Window,
)
from noroshi.spine.store.database import Database
from noroshi.spine.store.rows import (
    collection_of_row,
    decision_of_row,
    finding_of_row,
    import_of_row,
    interface_of_row,
    row_of_collection,
    row_of_decision,
    row_of_finding,
    row_of_import,
    row_of_interface,
    rows_of_evidence,
    run_of_row,
)
from noroshi.spine.store.run import Run
from noroshi.spine.store.tables import (
    CollectionRow,
    CollectorRow,
    DecisionRow,
    EvidenceRow,
    FindingRow,
    ImportRow,
    InterfaceRow,
    RunRow,
)

READ_AT_ONCE = 2_000
"""Rows that are held in memory."""

MOST_INTERFACES = 65_536
"""Names of interfaces that are kept; those told longest ago go first."""


class Outline(NamedTuple):
    """A finding's id, what it is about, its class, and its detector's name."""

    id: str
    subject: Subject
    label: str
    detector: str


class Store:
    """Findings, runs, decisions and imports of one installation.

    Members, the shared list and work stand in stores of their own on the same `database`.

    Every method is one transaction: a killed process leaves what was there before, or all that is
    new. Methods may be called from several threads and processes at once.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, url_or_path: str | Path) -> Self:
        """The store in a SQLite file (made when missing) or behind an SQLAlchemy URL, upgraded.

        Raises:
            ConfigError: The place is no database, or a newer Noroshi wrote it.
            SourceError: The database cannot be reached or is locked.
        """
        return cls(Database.open(url_or_path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()

    def begin_run(
        self,
        job: str,
        *,
        detector: Detector | None,
        window: Window | None,
        inputs: Mapping[str, str],
        at: datetime,
    ) -> str:
        """Record that a job began; gives the run's id."""
        run_id = str(uuid4())
        row = {
            "id": run_id,
            "job": job,
            "detector_name": detector.name if detector else None,
            "detector_version": detector.version if detector else None,
            "detector_parameters": detector.parameters if detector else None,
            "window_start": window.start if window else None,
            "window_end": window.end if window else None,
            "inputs": dict(inputs),
            "started_at": at,
            "outcome": "",
            "counts": {},
        }
        with self.database.writing() as session:
            session.execute(insert(RunRow), [row])
        return run_id

    def end_run(
        self, run_id: str, *, outcome: str, counts: Mapping[str, int], at: datetime
    ) -> None:
        """Record how a run ended.

        Raises:
            ValueError: There is no such run.
        """
        ended = {"outcome": outcome, "counts": dict(counts), "ended_at": at}
        with self.database.writing() as session:
            touched = session.scalars(
                update(RunRow).where(RunRow.id == run_id).values(ended).returning(RunRow.id)
            ).all()
        if not touched:
            raise ValueError(f"there is no run {run_id}")

    def count_run(self, run_id: str, counts: Mapping[str, int]) -> None:
        """Record what a run that goes on has counted so far; an unknown run is passed over."""
        with self.database.writing() as session:
            session.execute(update(RunRow).where(RunRow.id == run_id).values(counts=dict(counts)))

    def runs(self, *, job: str | None = None) -> list[Run]:
        """Runs, newest first."""
        query = select(RunRow).order_by(RunRow.started_at.desc(), RunRow.id)
        if job is not None:
            query = query.where(RunRow.job == job)
        with self.database.reading() as session:
            return [run_of_row(row) for row in session.scalars(query)]

    def replace_findings(
        self, run_id: str, findings: Sequence[Finding], *, kind: str, window: Window
    ) -> None:
        """Put a run's findings in the place of all earlier ones of that kind and window.

        Raises:
            ValueError: A finding is of another kind or window, or two have the same id.
        """
        by_id = _by_id(findings, kind, window)
        mine = FindingRow.id == bindparam("old_id")
        with self.database.writing() as session:
            session.execute(
                delete(FindingRow).where(
                    FindingRow.kind == kind,
                    FindingRow.window_start == window.start,
                    FindingRow.window_end == window.end,
                )
            )
            if by_id:
                # Windows that differ below a millisecond give the same ids.
                connection = session.connection()
                connection.execute(
                    delete(FindingRow).where(mine), [{"old_id": finding_id} for finding_id in by_id]
                )
                connection.execute(
                    insert(FindingRow), [row_of_finding(f, i, run_id) for i, f in by_id.items()]
                )
                terms = [row for i, f in by_id.items() for row in rows_of_evidence(f, i)]
                connection.execute(insert(EvidenceRow), terms)

    def keep_findings(self, run_id: str, findings: Sequence[Finding]) -> None:
        """Add findings, each in the place of the earlier one of its id; all others stay."""
        by_id = {finding.id: finding for finding in findings}
        mine = FindingRow.id == bindparam("old_id")
        with self.database.writing() as session:
            connection = session.connection()
            connection.execute(delete(FindingRow).where(mine), [{"old_id": name} for name in by_id])
            connection.execute(
                insert(FindingRow), [row_of_finding(f, i, run_id) for i, f in by_id.items()]
            )
            terms = [row for i, f in by_id.items() for row in rows_of_evidence(f, i)]
            connection.execute(insert(EvidenceRow), terms)

    def findings(
        self,
        *,
        kind: str | None = None,
        subject: Subject | None = None,
        window: Window | None = None,
        min_score: float = 0.0,
        detector: str | None = None,
    ) -> list[Finding]:
        """Findings with at least that score, highest first.

        Args:
            kind: Of this kind only.
            subject: On this subject only.
            window: Of windows that overlap this one only.
            min_score: Lowest score, in [0, 1].
            detector: Of the detector of this name only.
        """
        query = (
            select(FindingRow)
            .where(FindingRow.score >= min_score)
            .options(selectinload(FindingRow.evidence))
            .order_by(FindingRow.score.desc(), FindingRow.window_end.desc(), FindingRow.id)
        )
        if kind is not None:
            query = query.where(FindingRow.kind == kind)
        if subject is not None:
            query = query.where(
                FindingRow.subject_kind == subject.kind.value,
                FindingRow.subject_value == subject.value,
            )
        if detector is not None:
            query = query.where(FindingRow.detector_name == detector)
        if window is not None:
            query = query.where(
                FindingRow.window_start < window.end, FindingRow.window_end > window.start
            )
        with self.database.reading() as session:
            return [finding_of_row(row) for row in session.scalars(query)]

    def outlines(self, *, kind: str) -> Iterator[Outline]:
        """Findings of a kind without what speaks for them, highest first, in constant memory.

        The transaction is open until the iterator ends, so feed no slow reader from it.
        """
        query = (
            select(
                FindingRow.id,
                FindingRow.subject_kind,
                FindingRow.subject_value,
                FindingRow.label,
                FindingRow.detector_name,
            )
            .where(FindingRow.kind == kind)
            .order_by(FindingRow.score.desc(), FindingRow.window_end.desc(), FindingRow.id)
            .execution_options(yield_per=READ_AT_ONCE)
        )
        with self.database.asking() as connection, connection.execute(query) as result:
            for name, about, value, label, detector in result:
                yield Outline(name, Subject(SubjectKind(about), value), label, detector)

    def finding(self, finding_id: str) -> Finding | None:
        """One finding; null when there is none of that id."""
        with self.database.reading() as session:
            row = session.get(FindingRow, finding_id)
            return finding_of_row(row) if row else None

    def append_decisions(self, decisions: Sequence[Decision]) -> None:
        """Add to the record of decisions. Nothing ever changes or leaves it."""
        if not decisions:
            return
        with self.database.writing() as session:
            last = session.scalar(select(func.max(DecisionRow.position))) or 0
            rows = [row_of_decision(d, at) for at, d in enumerate(decisions, start=last + 1)]
            session.execute(insert(DecisionRow), rows)

    def decisions(self, finding_id: str | None = None) -> list[Decision]:
        """Decisions in the order they were taken, of one finding or of all."""
        query = select(DecisionRow).order_by(DecisionRow.position)
        if finding_id is not None:
            query = query.where(DecisionRow.finding_id == finding_id)
        with self.database.reading() as session:
            return [decision_of_row(row) for row in session.scalars(query)]

    def find_import(self, digest: str) -> ImportRecord | None:
        """The record of a file taken in; null when it never was."""
        with self.database.reading() as session:
            row = session.get(ImportRow, digest)
            return import_of_row(row) if row else None

    def imported_files(self) -> set[str]:
        """Files of the flow table that imports wrote, by their names below its folder."""
        with self.database.reading() as session:
            return {file for files in session.scalars(select(ImportRow.files)) for file in files}

    def save_import(self, record: ImportRecord) -> None:
        """Record a file as taken in; the same digest replaces its earlier record."""
        with self.database.writing() as session:
            session.merge(ImportRow(**row_of_import(record)))

    def save_collection(
        self, record: CollectionRecord, memory: bytes, interfaces: Sequence[InterfaceName] = ()
    ) -> None:
        """Record a stretch of the spool as taken in, and what the decoder knows after it.

        All or nothing: a decoder that goes on from here decodes what follows, once.

        Args:
            record: What became of the stretch.
            memory: What its decoder remembers.
            interfaces: Names of interfaces that were told in it.
        """
        with self.database.writing() as session:
            session.merge(CollectionRow(**row_of_collection(record)))
            session.merge(CollectorRow(name=record.collector, memory=memory))
            for interface in interfaces:
                session.merge(InterfaceRow(**row_of_interface(interface, record.committed_at)))
            if interfaces:
                session.flush()
                _forget_oldest_interfaces(session)

    def last_segment(self, collector: str) -> int:
        """Number of the last segment taken in; 0 when there is none."""
        query = select(func.max(CollectionRow.last_segment)).where(
            CollectionRow.collector == collector
        )
        with self.database.reading() as session:
            return int(session.scalar(query) or 0)

    def collections(self, collector: str, *, after: int = 0) -> list[CollectionRecord]:
        """Collections whose first segment is above a number, in order."""
        query = (
            select(CollectionRow)
            .where(CollectionRow.collector == collector, CollectionRow.first_segment > after)
            .order_by(CollectionRow.first_segment)
        )
        with self.database.reading() as session:
            return [collection_of_row(row) for row in session.scalars(query)]

    def interfaces(self, exporter: str | None = None) -> list[InterfaceName]:
        """What exporters call their interfaces, of one exporter or of all, in order."""
        query = select(InterfaceRow).order_by(
            InterfaceRow.exporter, InterfaceRow.domain, InterfaceRow.number
        )
        if exporter is not None:
            query = query.where(InterfaceRow.exporter == exporter)
        with self.database.reading() as session:
            return [interface_of_row(row) for row in session.scalars(query)]

    def memory_of(self, collector: str) -> bytes | None:
        """What its decoder remembers; null before its first collection."""
        with self.database.reading() as session:
            row = session.get(CollectorRow, collector)
            return row.memory if row else None


def _forget_oldest_interfaces(session: Session) -> None:
    surplus = (
        session.scalar(select(func.count()).select_from(InterfaceRow)) or 0
    ) - MOST_INTERFACES
    if surplus > 0:
        oldest = select(InterfaceRow).order_by(InterfaceRow.told_at, InterfaceRow.exporter)
        for row in session.scalars(oldest.limit(surplus)):
            session.delete(row)


def _by_id(findings: Sequence[Finding], kind: str, window: Window) -> dict[str, Finding]:
    by_id: dict[str, Finding] = {}
    for finding in findings:
        finding_id = finding.id
        if finding.kind != kind or finding.window != window:
            raise ValueError(f"finding {finding_id} is not of kind {kind} in {window}")
        if finding_id in by_id:
            raise ValueError("two findings have the same id; a detector names each subject once")
        by_id[finding_id] = finding
    return by_id
