"""Delta: what changed in the list since a webhook was last told, as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from noroshi.relay.notify.wording import outside
from noroshi.spine.model import Edition, Standing, Tlp, rfc3339

VERSION = 1
"""Of the form of the body; a receiver refuses others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """A stretch in the order of commits.

    Attributes:
        webhook_id: Who is told.
        delivery_id: The delivery.
        after: Changes after this sequence.
        until: Up to this one.
        more: Whether more changes wait; they come in the next delivery.
        editions: The latest version of each entry that changed.
    """

    webhook_id: str
    delivery_id: str
    after: int
    until: int
    more: bool
    editions: Sequence[Edition]


def delta_body(delta: Delta) -> bytes:
    """The body of a delivery."""
    return msgspec.json.encode(
        {
            "event": "changes",
            "version": VERSION,
            "webhook": delta.webhook_id,
            "delivery": delta.delivery_id,
            "after": delta.after,
            "until": delta.until,
            "more": delta.more,
            "changes": [change_of(edition) for edition in delta.editions],
        }
    )


def may_travel(edition: Edition) -> bool:
    """Whether a version may leave the hub: what is for named people only (TLP:RED) may not."""
    return edition.indicator.tlp is not Tlp.RED


def change_of(edition: Edition) -> dict[str, object]:
    """One change. `remove` is the tombstone: the entry must go, for the reason told."""
    indicator = edition.indicator
    subject = indicator.subject
    return {
        "sequence": edition.sequence,
        "added_at": edition.added_at.isoformat().replace("+00:00", "Z"),
        "collection": edition.collection,
        "id": indicator.id,
        "standing": edition.standing.value,
        "remove": edition.standing is not Standing.LIVE,
        "subject": {"kind": subject.kind.value, "value": subject.value},
        "kind": indicator.kind,
        "label": indicator.label,
        "confidence": indicator.confidence,
        "tlp": indicator.tlp.value,
        "valid_from": rfc3339(indicator.valid_from),
        "valid_until": rfc3339(indicator.valid_until),
        "first_seen": rfc3339(indicator.first_seen),
        "last_seen": rfc3339(indicator.last_seen),
        "reason": outside(edition.reason, subject).as_dict(),
        "reasons": [outside(text, subject).as_dict() for text in indicator.reasons],
    }
