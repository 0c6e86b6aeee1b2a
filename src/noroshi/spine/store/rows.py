"""Rows: domain values to rows of the state and back, without loss."""

import math
from datetime import datetime
from uuid import uuid4

from noroshi.spine.model import (
    CollectionRecord,
    Decision,
    Detector,
    Evidence,
    Finding,
    ImportRecord,
    InterfaceName,
    Subject,
    SubjectKind,
    Text,
    Verdict,
    Window,
)
from noroshi.spine.store.run import Run
from noroshi.spine.store.tables import (
    CollectionRow,
    DecisionRow,
    EvidenceRow,
    FindingRow,
    ImportRow,
    InterfaceRow,
    RunRow,
)

Row = dict[str, object]
"""Values of one row by column name."""


def row_of_finding(finding: Finding, finding_id: str, run_id: str) -> Row:
    """The finding without its evidence. Its id is given, as each asking computes it anew."""
    return {
        "id": finding_id,
        "run_id": run_id,
        "kind": finding.kind,
        "subject_kind": finding.subject.kind.value,
        "subject_value": finding.subject.value,
        "score": finding.score,
        "label": finding.label,
        "window_start": finding.window.start,
        "window_end": finding.window.end,
        "clients": finding.clients,
        "counterfactual_ja": finding.counterfactual.ja,
        "counterfactual_en": finding.counterfactual.en,
        "detector_name": finding.detector.name,
        "detector_version": finding.detector.version,
        "detector_parameters": finding.detector.parameters,
    }


def rows_of_evidence(finding: Finding, finding_id: str) -> list[Row]:
    """The finding's evidence in order.

    Raises:
        ValueError: A number is NaN; databases turn that into null and the reason would be lost.
    """
    return [_row_of_term(finding_id, at, term) for at, term in enumerate(finding.evidence)]


def _row_of_term(finding_id: str, position: int, term: Evidence) -> Row:
    if any(math.isnan(n) for n in (term.value, term.weight, term.baseline or 0.0)):
        raise ValueError(f"evidence {term.code} of finding {finding_id} holds NaN")
    return {
        "finding_id": finding_id,
        "position": position,
        "code": term.code,
        "value": term.value,
        "unit": term.unit,
        "baseline": term.baseline,
        "weight": term.weight,
        "text_ja": term.text.ja,
        "text_en": term.text.en,
        "source": term.source,
    }


def finding_of_row(row: FindingRow) -> Finding:
    """The finding with its evidence."""
    return Finding(
        kind=row.kind,
        subject=Subject(SubjectKind(row.subject_kind), row.subject_value),
        score=row.score,
        label=row.label,
        window=Window(row.window_start, row.window_end),
        clients=row.clients,
        evidence=tuple(_term_of_row(term) for term in row.evidence),
        counterfactual=Text(ja=row.counterfactual_ja, en=row.counterfactual_en),
        detector=Detector(
            name=row.detector_name,
            version=row.detector_version,
            parameters=row.detector_parameters,
        ),
    )


def _term_of_row(row: EvidenceRow) -> Evidence:
    return Evidence(
        code=row.code,
        value=row.value,
        unit=row.unit,
        baseline=row.baseline,
        weight=row.weight,
        text=Text(ja=row.text_ja, en=row.text_en),
        source=row.source,
    )


def row_of_decision(decision: Decision, position: int) -> Row:
    """The decision at its place in the record."""
    return {
        "id": str(uuid4()),
        "position": position,
        "finding_id": decision.finding_id,
        "verdict": decision.verdict.value,
        "by": decision.by,
        "reason_ja": decision.reason.ja,
        "reason_en": decision.reason.en,
        "at": decision.at,
        "undo": decision.undo,
    }


def decision_of_row(row: DecisionRow) -> Decision:
    """The decision."""
    return Decision(
        finding_id=row.finding_id,
        verdict=Verdict(row.verdict),
        by=row.by,
        reason=Text(ja=row.reason_ja, en=row.reason_en),
        at=row.at,
        undo=row.undo,
    )


def row_of_import(record: ImportRecord) -> Row:
    """The import."""
    return {
        "digest": record.digest,
        "path": record.path,
        "format": record.format,
        "read": record.read,
        "kept": record.kept,
        "refused": dict(record.refused),
        "files": list(record.files),
        "imported_at": record.imported_at,
    }


def import_of_row(row: ImportRow) -> ImportRecord:
    """The import."""
    return ImportRecord(
        digest=row.digest,
        path=row.path,
        format=row.format,
        read=row.read,
        kept=row.kept,
        refused=row.refused,
        files=tuple(row.files),
        imported_at=row.imported_at,
    )


def row_of_collection(record: CollectionRecord) -> Row:
    """The collection."""
    return {
        "collector": record.collector,
        "first_segment": record.first_segment,
        "last_segment": record.last_segment,
        "datagrams": record.datagrams,
        "read": record.read,
        "kept": record.kept,
        "refused": dict(record.refused),
        "files": list(record.files),
        "committed_at": record.committed_at,
    }


def collection_of_row(row: CollectionRow) -> CollectionRecord:
    """The collection."""
    return CollectionRecord(
        collector=row.collector,
        first_segment=row.first_segment,
        last_segment=row.last_segment,
        datagrams=row.datagrams,
        read=row.read,
        kept=row.kept,
        refused=row.refused,
        files=tuple(row.files),
        committed_at=row.committed_at,
    )


def run_of_row(row: RunRow) -> Run:
    """The run."""
    return Run(
        id=row.id,
        job=row.job,
        detector=_detector_of_row(row),
        window=_window_of_row(row),
        inputs=row.inputs,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        counts=row.counts,
    )


def _detector_of_row(row: RunRow) -> Detector | None:
    if row.detector_name is None:
        return None
    return Detector(
        name=row.detector_name,
        version=row.detector_version or "",
        parameters=row.detector_parameters or "",
    )


def _window_of_row(row: RunRow) -> Window | None:
    if row.window_start is None or row.window_end is None:
        return None
    return Window(row.window_start, row.window_end)


def row_of_interface(interface: InterfaceName, told_at: datetime) -> Row:
    """A name as a row."""
    return {
        "exporter": interface.exporter,
        "domain": interface.domain,
        "number": interface.number,
        "name": interface.name,
        "description": interface.description,
        "told_at": told_at,
    }


def interface_of_row(row: InterfaceRow) -> InterfaceName:
    """The name of a row."""
    return InterfaceName(
        exporter=row.exporter,
        domain=row.domain,
        number=row.number,
        name=row.name,
        description=row.description,
    )
