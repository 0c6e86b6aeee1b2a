"""Entry: one edition of the shared list as JSON."""

from datetime import datetime

import msgspec

from noroshi.spine.model import Edition, Standing, Subject, SubjectKind, Text

MOST_DIGITS = 5
"""Of a port."""


class Said(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    ja: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "Said":
        """From the model's text."""
        return cls(text.ja, text.en)


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an entry is about; an endpoint also in its parts."""

    kind: str
    value: str
    address: str | None = None
    port: int | None = None
    protocol: str | None = None

    @classmethod
    def of(cls, subject: Subject) -> "Named":
        """From the model's subject."""
        whole = cls(subject.kind.value, subject.value)
        if subject.kind is not SubjectKind.ENDPOINT:
            return whole
        # Nearly all are canonical, so it is cut and not parsed again: lists are long.
        host_port, _, protocol = subject.value.rpartition("/")
        host, _, port = host_port.rpartition(":")
        if not (host and port.isdecimal() and len(port) <= MOST_DIGITS):
            return whole  # made by hand
        return cls(subject.kind.value, subject.value, host.strip("[]"), int(port), protocol)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for one entry since `added_at`.

    `standing` is `live`, or tells why it must be taken back: `suspended`, `withdrawn`, `expired`.
    `by` tells what decided: a policy, a person or an operator, never which.
    """

    id: str
    collection: str
    standing: str
    subject: Named
    kind: str
    label: str
    confidence: int
    tlp: str
    valid_from: datetime
    valid_until: datetime
    first_seen: datetime
    last_seen: datetime
    revoked: bool
    reasons: list[Said]
    reason: Said
    by: str
    added_at: datetime

    @classmethod
    def of(cls, edition: Edition) -> "Entry":
        """From an edition."""
        indicator = edition.indicator
        return cls(
            id=indicator.id,
            collection=edition.collection,
            standing=edition.standing.value,
            subject=Named.of(indicator.subject),
            kind=indicator.kind,
            label=indicator.label,
            confidence=indicator.confidence,
            tlp=indicator.tlp.value,
            valid_from=indicator.valid_from,
            valid_until=indicator.valid_until,
            first_seen=indicator.first_seen,
            last_seen=indicator.last_seen,
            revoked=edition.standing is not Standing.LIVE,
            reasons=[Said.of(text) for text in indicator.reasons],
            reason=Said.of(edition.reason),
            by=edition.by.partition(":")[0],
            added_at=edition.added_at,
        )
