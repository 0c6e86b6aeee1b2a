"""By subject: findings, the decisions on them and entries of the list, a stretch of subjects at a time.

All three stand in the order of their subjects' values, so whoever weighs them together needs memory
for one stretch only, however long the list is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from noroshi.spine.model import (
    Decision,
    Detector,
    Edition,
    Evidence,
    Finding,
    Subject,
    SubjectKind,
    Text,
    Verdict,
    Window,
)
from noroshi.spine.store.database import Database
from noroshi.spine.store.edition_rows import EDITIONS, editions_of
from noroshi.spine.store.list_tables import EditionRow
from noroshi.spine.store.tables import DecisionRow, EvidenceRow, FindingRow

FINDINGS: Select[*tuple[Any, ...]] = select(
    FindingRow.id,
    FindingRow.kind,
    FindingRow.subject_kind,
    FindingRow.subject_value,
    FindingRow.score,
    FindingRow.label,
    FindingRow.window_start,
    FindingRow.window_end,
    FindingRow.clients,
    FindingRow.counterfactual_ja,
    FindingRow.counterfactual_en,
    FindingRow.detector_name,
    FindingRow.detector_version,
    FindingRow.detector_parameters,
)
"""In the order that `_finding` reads."""

TERMS: Select[*tuple[Any, ...]] = (
    select(
        EvidenceRow.finding_id,
        EvidenceRow.code,
        EvidenceRow.value,
        EvidenceRow.unit,
        EvidenceRow.baseline,
        EvidenceRow.weight,
        EvidenceRow.text_ja,
        EvidenceRow.text_en,
        EvidenceRow.source,
    )
    .join(FindingRow, FindingRow.id == EvidenceRow.finding_id)
    .order_by(EvidenceRow.finding_id, EvidenceRow.position)
)

DECISIONS: Select[*tuple[Any, ...]] = (
    select(
        DecisionRow.position,
        DecisionRow.finding_id,
        DecisionRow.verdict,
        DecisionRow.by,
        DecisionRow.reason_ja,
        DecisionRow.reason_en,
        DecisionRow.at,
        DecisionRow.undo,
    )
    .join(FindingRow, FindingRow.id == DecisionRow.finding_id)
    .order_by(DecisionRow.position)
)

_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_KINDS = {kind.value: kind for kind in SubjectKind}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Subjects whose value lies above one and not above another; null for all that follow."""

    above: str
    until: str | None

    def holds(self, column: InstrumentedAttribute[str]) -> Iterator[ColumnElement[bool]]:
        """As SQL."""
        yield column > self.above
        if self.until is not None:
            yield column <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Decisions on the findings of a stretch.

    Attributes:
        decisions: Oldest first.
        positions: Place of the last one on each finding, by finding id.
    """

    decisions: Sequence[Decision]
    positions: Mapping[str, int]


class BySubject:
    """Reads in the order of subjects. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stretches(self, size: int) -> Iterator[Stretch]:
        """Stretches that hold every finding and entry there is, one after the other.

        Args:
            size: Findings, and entries, of one; a subject is never parted, however many it has.
        """
        above = ""
        while True:
            with self._database.asking() as connection:
                until = connection.scalar(_end(above, size))
            yield Stretch(above, until)
            if until is None:
                return
            above = until

    def findings(self, stretch: Stretch) -> list[Finding]:
        """Findings of a stretch, the highest score first."""
        mine = tuple(stretch.holds(FindingRow.subject_value))
        query = FINDINGS.where(*mine).order_by(
            FindingRow.score.desc(), FindingRow.window_end.desc(), FindingRow.id
        )
        terms: dict[str, list[Evidence]] = defaultdict(list)
        with self._database.standing_still() as connection:
            for name, *term in connection.execute(TERMS.where(*mine)):
                terms[name].append(_term(term))
            return [_finding(row, terms) for row in connection.execute(query)]

    def decisions(self, stretch: Stretch) -> Recorded:
        """Decisions on the findings of a stretch."""
        query = DECISIONS.where(*stretch.holds(FindingRow.subject_value))
        decisions, positions = [], {}
        with self._database.asking() as connection:
            for position, *row in connection.execute(query):
                decision = _decision(row)
                decisions.append(decision)
                positions[decision.finding_id] = position
        return Recorded(decisions=decisions, positions=positions)

    def entries(self, stretch: Stretch, *, until: int) -> list[Edition]:
        """What holds for the entries of a stretch, of those that did at a sequence."""
        query = EDITIONS.where(
            *stretch.holds(EditionRow.subject_value),
            # Bare, `latest` draws SQLite to an index that begins with it: the whole list is read.
            func.coalesce(EditionRow.latest, false()).is_(True),
            EditionRow.sequence <= until,
        )
        with self._database.asking() as connection:
            return editions_of(connection.execute(query).all())


def _end(above: str, size: int) -> Select[str | None]:
    """The value at which the fuller of both tables has given enough; compared by the database."""
    nth = [
        select(
            select(column.label("value"))
            .where(column > above)
            .order_by(column)
            .offset(size - 1)
            .limit(1)
            .subquery()
        )
        for column in (FindingRow.subject_value, EditionRow.subject_value)
    ]
    ends = union_all(*nth).subquery()
    return select(func.min(ends.c.value))


def _finding(row: Sequence[Any], terms: Mapping[str, Sequence[Evidence]]) -> Finding:
    name, kind, subject_kind, value, score, label, start, end, clients, ja, en, *detector = row
    return Finding(
        kind=kind,
        subject=Subject(_KINDS[subject_kind], value),
        score=score,
        label=label,
        window=Window(start, end),
        clients=clients,
        evidence=tuple(terms[name]),
        counterfactual=_text(ja, en),
        detector=_detector(*detector),
    )


def _term(row: Sequence[Any]) -> Evidence:
    code, value, unit, baseline, weight, ja, en, source = row
    return Evidence(
        code=code, value=value, unit=unit, baseline=baseline, weight=weight, text=_text(ja, en),
        source=source,
    )  # fmt: skip


def _decision(row: Sequence[Any]) -> Decision:
    finding_id, verdict, by, ja, en, at, undo = row
    return Decision(
        finding_id=finding_id, verdict=_VERDICTS[verdict], by=by, reason=_text(ja, en), at=at,
        undo=undo,
    )  # fmt: skip


@lru_cache(maxsize=4_096)
def _text(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


@lru_cache(maxsize=256)
def _detector(name: str, version: str, parameters: str) -> Detector:
    return Detector(name=name, version=version, parameters=parameters)
