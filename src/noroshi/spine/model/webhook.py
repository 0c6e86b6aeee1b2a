"""Webhook: a place where an operator wants changes of the list posted to."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One place.

    Attributes:
        id: Random.
        operator_id: Whose place it is.
        url: Where to post.
        secret: Key of the signatures, shared with the receiver.
        collections: Names of the lists it is told of, as far as its operator may read them.
        sequence: Up to where in the order of commits it knows the list.
        created_at: When it was registered.
        confirmed_at: When it answered the challenge; nothing is told before.
        stopped_at: Since when nothing is told because a delivery was given up; null while it goes.
        disabled_at: When it was removed; its record stays.
    """

    id: str
    operator_id: str
    url: str
    secret: str = field(repr=False)
    collections: tuple[str, ...]
    sequence: int
    created_at: datetime
    confirmed_at: datetime | None = None
    stopped_at: datetime | None = None
    disabled_at: datetime | None = None

    @property
    def standing(self) -> str:
        """`removed`, `unconfirmed`, `stopped` or `active`."""
        if self.disabled_at:
            return "removed"
        if not self.confirmed_at:
            return "unconfirmed"
        return "stopped" if self.stopped_at else "active"
