"""Asked: whether an address was asked, by which probe and when, out of the books of a round."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from noroshi.iot.survey.book import Book, Span
from noroshi.iot.survey.plan import Plan, order_of
from noroshi.iot.survey.targets import I64, Slot, Targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One probe to the address.

    Attributes:
        slot: Which probe, port and message.
        began: It left not before this.
        ended: It left not after this; null where the process was killed within the chunk.
        certain: Whether it left. False only for a chunk that a killed process had begun.
        source: The address that asked.
    """

    slot: Slot
    began: datetime
    ended: datetime | None
    certain: bool
    source: str


def askings_of(
    address: int, *, plan: Plan, targets: Targets, books: Iterable[Book]
) -> list[Asking]:
    """Every probe to an address, in order of time; empty where none was sent.

    Raises:
        InputError: A book or one of its files was changed.
    """
    indices = targets.indices_of(address)
    positions = order_of(plan).position_of(indices).astype(np.int64)
    found = [one for book in books for one in _in_book(book, positions, targets.slots)]
    return sorted(found, key=lambda one: (one.began, one.slot.port))


def asked_in(plan: Plan, targets: Targets, books: Iterable[Book]) -> I64:
    """Addresses that got at least one probe, ascending.

    Raises:
        InputError: A book or one of its files was changed.
    """
    order, found = order_of(plan), [np.zeros(0, np.int64)]
    for book in books:
        for span in book.spans():
            if span.ended is not None and span.sent:
                places = span.start + np.flatnonzero(book.sent_of(span))
                found.append(np.unique(targets.at(order.at(places))[0]))
    return np.unique(np.concatenate(found))


def _in_book(book: Book, positions: I64, slots: tuple[Slot, ...]) -> Iterator[Asking]:  # fmt: skip
    for span in book.spans():
        inside = np.flatnonzero((positions >= span.start) & (positions < span.end))
        if not len(inside):
            continue
        sent = None if span.ended is None else book.sent_of(span)
        for number in inside.tolist():
            if sent is None or sent[positions[number] - span.start]:
                yield _asking(slots[number], span)


def _asking(slot: Slot, span: Span) -> Asking:
    return Asking(
        slot=slot, began=span.began, ended=span.ended, certain=span.ended is not None,
        source=span.source,
    )  # fmt: skip
