"""Edition rows: versions of shared entries to rows and back, without loss."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from noroshi.spine.model import (
    Edition,
    Indicator,
    Standing,
    Subject,
    SubjectKind,
    Text,
    Tlp,
)
from noroshi.spine.store.list_tables import EditionRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

EDITION = (
    EditionRow.sequence,
    EditionRow.added_us,
    EditionRow.collection,
    EditionRow.standing,
    EditionRow.subject_kind,
    EditionRow.subject_value,
    EditionRow.kind,
    EditionRow.label,
    EditionRow.confidence,
    EditionRow.tlp,
    EditionRow.valid_from,
    EditionRow.valid_until,
    EditionRow.first_seen,
    EditionRow.last_seen,
    EditionRow.reasons,
    EditionRow.reason_ja,
    EditionRow.reason_en,
    EditionRow.by,
)
"""Columns of an edition in the order that `edition_of` reads. Core, not ORM: lists are long."""

EDITIONS: Select[*tuple[Any, ...]] = select(*EDITION)
"""The question all others grow from."""

_SUBJECTS = {kind.value: kind for kind in SubjectKind}
_STANDINGS = {standing.value: standing for standing in Standing}
_TLPS = {tlp.value: tlp for tlp in Tlp}


def moment_us(moment: datetime) -> int:
    """A moment as microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def edition_of(row: Sequence[Any]) -> Edition:
    """The edition in a row of `EDITIONS`."""
    sequence, added_us, collection, standing, subject_kind, value, *row = row
    kind, label, confidence, tlp, valid_from, valid_until, first_seen, last_seen, *row = row
    reasons, ja, en, by = row
    held = _STANDINGS[standing]
    return Edition(
        sequence=sequence,
        added_at=EPOCH + added_us * MICROSECOND,
        collection=collection,
        indicator=Indicator(
            subject=Subject(_SUBJECTS[subject_kind], value),
            kind=kind,
            label=label,
            confidence=confidence,
            valid_from=valid_from,
            valid_until=valid_until,
            tlp=_TLPS[tlp],
            reasons=tuple(Text(ja=text["ja"], en=text["en"]) for text in reasons),
            first_seen=first_seen,
            last_seen=last_seen,
            revoked=held is not Standing.LIVE,
        ),
        standing=held,
        reason=Text(ja=ja, en=en),
        by=by,
    )


def editions_of(rows: Sequence[Sequence[Any]]) -> list[Edition]:
    """The editions in rows of `EDITIONS`."""
    return [edition_of(row) for row in rows]


def row_of_edition(edition: Edition, indicator_id: str, *, latest: bool) -> dict[str, object]:
    """The edition as values by column. Its id is given, as each asking computes it anew."""
    indicator = edition.indicator
    return {
        "sequence": edition.sequence,
        "added_us": moment_us(edition.added_at),
        "collection": edition.collection,
        "indicator_id": indicator_id,
        "latest": latest,
        "standing": edition.standing.value,
        "subject_kind": indicator.subject.kind.value,
        "subject_value": indicator.subject.value,
        "kind": indicator.kind,
        "label": indicator.label,
        "confidence": indicator.confidence,
        "tlp": indicator.tlp.value,
        "valid_from": indicator.valid_from,
        "valid_until": indicator.valid_until,
        "first_seen": indicator.first_seen,
        "last_seen": indicator.last_seen,
        "reasons": [text.as_dict() for text in indicator.reasons],
        "reason_ja": edition.reason.ja,
        "reason_en": edition.reason.en,
        "by": edition.by,
    }


def settled(indicator: Indicator, standing: Standing) -> Indicator:
    """The indicator, revoked unless it is live."""
    revoked = standing is not Standing.LIVE
    return indicator if indicator.revoked is revoked else replace(indicator, revoked=revoked)
