"""Filters: what a reader asks of a collection (TAXII 2.1 sections 3.4 and 3.5)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar.exceptions import ClientException

MOST = 1_000
"""Objects of one page; a reader that asks for more gets so many and the rest on the next."""

MOST_VALUES = 100
"""Values of one filter."""

WORDS = frozenset({"first", "last", "all"})
"""Values of `match[version]` beside moments."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is: how many of the fixed objects it has passed, and which edition."""

    fixed: int = 0
    sequence: int = 0

    def token(self) -> str:
        """The place as `next` tells it."""
        return base64.urlsafe_b64encode(f"{self.fixed}.{self.sequence}".encode()).decode()

    @classmethod
    def of(cls, token: str) -> "Place":
        """The place of a token.

        Raises:
            ClientException: It is none of ours.
        """
        try:
            told = base64.b64decode(token[:64].encode(), altchars=b"-_", validate=True)
            fixed, sequence = map(int, told.decode("ascii").split("."))
        except (binascii.Error, ValueError) as error:
            raise ClientException("next: take it from the page before, as it stands") from error
        if not (0 <= fixed < 1_000 and 0 <= sequence < 1 << 63):
            raise ClientException("next: take it from the page before, as it stands")
        return cls(fixed, sequence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is wanted. Null takes all; values of one filter are alternatives.

    Attributes:
        ids: Ids of objects.
        types: Types of objects.
        spec: Whether STIX 2.1, the only version here, is among the wanted ones.
        words: Of `first`, `last`, `all`.
        moments: Versions by their moment.
        added_after: Only what was added later than this.
        limit: Most objects on the page.
        place: Where the page starts.
    """

    ids: frozenset[str] | None = None
    types: frozenset[str] | None = None
    spec: bool = True
    words: frozenset[str] = frozenset({"last"})
    moments: frozenset[datetime] = frozenset()
    added_after: datetime | None = None
    limit: int = MOST
    place: Place = Place()

    @property
    def takes_everything(self) -> bool:
        """Whether a reader who follows it to its end holds the list as it is."""
        whole = self.types is None or "indicator" in self.types
        return self.ids is None and whole and self.spec and bool(self.words & {"last", "all"})


def filters_of(query: Mapping[str, str]) -> Filters:
    """The filters in a query.

    Raises:
        ClientException: A value cannot be read.
    """
    spec = _values(query, "match[spec_version]")
    versions = _values(query, "match[version]") or frozenset({"last"})
    after = query.get("added_after")
    token = query.get("next")
    return Filters(
        ids=_values(query, "match[id]"),
        types=_values(query, "match[type]"),
        spec=spec is None or "2.1" in spec,
        words=versions & WORDS,
        moments=frozenset(_moment("match[version]", text) for text in versions - WORDS),
        added_after=_moment("added_after", after) if after is not None else None,
        limit=_limit(query.get("limit")),
        place=Place.of(token) if token is not None else Place(),
    )


def _values(query: Mapping[str, str], name: str) -> frozenset[str] | None:
    text = query.get(name)
    if text is None:
        return None
    values = frozenset(value.strip() for value in text.split(",") if value.strip())
    if not values or len(values) > MOST_VALUES:
        raise ClientException(f"{name}: give 1 to {MOST_VALUES} values with commas between them")
    return values


def _moment(name: str, text: str) -> datetime:
    wrong = ClientException(f"{name}: {text[:64]!r} is no time; write 2026-01-01T00:00:00.000000Z")
    try:
        moment = datetime.fromisoformat(text[:64])
        in_utc = moment.astimezone(UTC)  # far ends of the calendar leave it here
    except (ValueError, OverflowError) as error:
        raise wrong from error
    if moment.tzinfo is None:
        raise wrong
    return in_utc


def _limit(text: str | None) -> int:
    if text is None:
        return MOST
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) < 1:
        raise ClientException("limit: give a whole number from 1")
    return min(int(text[:20]), MOST)
