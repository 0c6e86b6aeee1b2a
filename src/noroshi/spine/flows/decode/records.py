"""Records: where every field of every record of one layout lies, and reading them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noroshi.spine.flows.address import I64, Addresses
from noroshi.spine.flows.decode.message import Sets
from noroshi.spine.flows.decode.template import VARIABLE, Layout
from noroshi.spine.flows.octets import U8, Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.address import MAPPED

_WHOLE_NUMBERS = (1, 2, 4, 8)
"""Widths that a strided view reads; the others are put together."""


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one layout.

    Attributes:
        octets: The buffer they lie in.
        layout: Their fields.
        datagram: The datagram each came in.
        start: Where each starts.
        fields: Start of each field: an offset from `start`, or a column where fields before it vary.
        widths: Length of each field, one for all or a column.
        rows: The octets of each record in a row of a matrix; null where lengths vary.
    """

    octets: Octets
    layout: Layout
    datagram: I64
    start: I64
    fields: tuple[int | I64, ...]
    widths: tuple[int | I64, ...]
    rows: U8 | None = None

    def __len__(self) -> int:
        return len(self.start)

    def has(self, element: int, pen: int = 0) -> bool:
        """Whether the layout holds the element, other than empty."""
        return (pen, element) in self.layout.places

    def place(self, element: int, pen: int = 0) -> tuple[I64, int | I64] | None:
        """Start and length of an element's first field."""
        index = self.layout.places.get((pen, element))
        if index is None:
            return None
        field = self.fields[index]
        start = field if isinstance(field, np.ndarray) else self.start + field
        return start, self.widths[index]

    def number(self, element: int, pen: int = 0) -> I64 | None:
        """An unsigned number of up to 8 octets; null where absent or wider."""
        view = self._view(element, pen)
        if view is not None:
            return _native(view)
        place = self.place(element, pen)
        if place is None:
            return None
        start, width = place
        if isinstance(width, int):
            return self.octets.unsigned(start, width) if width <= 8 else None
        wide = self.octets.i64(start).view(np.uint64)
        narrow = wide >> (64 - 8 * np.clip(width, 1, 8)).astype(np.uint64)
        return np.where((width >= 1) & (width <= 8), narrow.view(np.int64), 0)

    def exact(self, element: int, pen: int, kind: npt.DTypeLike) -> npt.NDArray[np.generic] | None:
        """A number in an unsigned type that holds all it can be; null where that is not sure."""
        view = self._view(element, pen)
        if view is None or view.itemsize > np.dtype(kind).itemsize:
            return None
        return view.astype(kind)

    def _view(self, element: int, pen: int) -> npt.NDArray[np.generic] | None:
        """A field of a usual width that lies at the same place in every row."""
        index = self.layout.places.get((pen, element))
        if index is None or self.rows is None or self.widths[index] not in _WHOLE_NUMBERS:
            return None
        return self._column(self.fields[index], self.widths[index])

    def _column(self, field: int | I64, width: int | I64) -> npt.NDArray[np.generic]:
        assert self.rows is not None
        assert isinstance(field, int)
        size = self.rows.shape[1]
        return np.ndarray((len(self),), f">u{width}", self.rows.data, field, (size,))

    def any_number(self, *elements: int) -> I64 | None:
        """The first of several elements that the layout holds."""
        for element in elements:
            value = self.number(element)
            if value is not None:
                return value
        return None

    def addresses(self, four: int, six: int) -> Addresses | None:
        """Addresses of a v4 and a v6 element; where a record has both, v4 unless it is empty."""
        v4, v6 = self._v4(four), self._v6(six)
        if v4 is None or v6 is None:
            return v4 or v6
        use4 = (v4.lo != MAPPED) | ((v6.hi == 0) & (v6.lo == 0))
        return Addresses(np.where(use4, v4.hi, v6.hi), np.where(use4, v4.lo, v6.lo))

    def _v4(self, element: int) -> Addresses | None:
        if self._width(element) != 4:
            return None
        low = self.number(element)
        assert low is not None
        return Addresses(np.zeros(len(self), np.int64), low | MAPPED)

    def _v6(self, element: int) -> Addresses | None:
        if self._width(element) != 16:
            return None
        if self.rows is not None:
            field = self.fields[self.layout.places[0, element]]
            return Addresses(_native(self._column(field, 8)), _native(self._column(field + 8, 8)))
        place = self.place(element)
        assert place is not None
        return Addresses(self.octets.i64(place[0]), self.octets.i64(place[0] + 8))

    def _width(self, element: int) -> int | None:
        """Length of an element that is as long in every record; null where absent."""
        index = self.layout.places.get((0, element))
        width = None if index is None else self.widths[index]
        return width if isinstance(width, int) else None

    def texts(self, element: int) -> list[str] | None:
        """Text of an element, without padding; null where absent."""
        place = self.place(element)
        if place is None:
            return None
        start, width = place
        lengths = np.broadcast_to(np.asarray(width, np.int64), start.shape)
        known: dict[bytes, str] = {}
        texts = []
        for raw in self.octets.slices(start, np.minimum(lengths, 255)):
            if raw not in known:
                known[raw] = raw.rstrip(b"\0").decode("utf-8", "replace").replace("\0", "")
            texts.append(known[raw])
        return texts

    def raw_fields(self) -> Iterator[list[tuple[int, int, bytes]]]:
        """Enterprise, element and octets of every field, record by record; for few rows."""
        columns = []
        for field, width in zip(self.fields, self.widths, strict=True):
            start = field if isinstance(field, np.ndarray) else self.start + field
            columns.append(self.octets.slices(start, np.broadcast_to(width, start.shape)))
        names = [(pen, element) for pen, element, _ in self.layout.fields]
        for row in zip(*columns, strict=True):
            yield [(*name, raw) for name, raw in zip(names, row, strict=True)]


def _native(view: npt.NDArray[np.generic]) -> I64:
    """Numbers as the processor has them; 64 bits wrap to signed."""
    if view.itemsize == 8:
        return view.astype(np.uint64).view(np.int64)
    return view.astype(np.int64)


def records_of(octets: Octets, layout: Layout, sets: Sets, tally: Tally) -> Records:
    """All records of sets of one layout; padding behind the last record is ignored."""
    if layout.is_fixed:
        return _fixed(octets, layout, sets)
    return _variable(octets, layout, sets, tally)


def _fixed(octets: Octets, layout: Layout, sets: Sets) -> Records:
    size = layout.shortest
    counts = (sets.end - sets.start) // size
    ahead = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(ahead, counts)
    widths = [length for _, _, length in layout.fields]
    offsets = np.cumsum([0, *widths[:-1]]).tolist()
    start = np.repeat(sets.start, counts) + within * size
    return Records(
        octets,
        layout,
        np.repeat(sets.datagram, counts),
        start,
        tuple(offsets),
        tuple(widths),
        octets.rows(start, size),
    )


def _variable(octets: Octets, layout: Layout, sets: Sets, tally: Tally) -> Records:
    """The r-th record of every set in one round."""
    rounds: list[tuple[I64, list[I64], list[I64]]] = []
    datagram, cursor, stop = sets.datagram, sets.start, sets.end
    while True:
        room = cursor + layout.shortest <= stop
        datagram, cursor, stop = datagram[room], cursor[room], stop[room]
        if not len(cursor):
            break
        starts, widths, after = _one_record(octets, layout, cursor)
        whole = after <= stop
        tally.drop(Refusal.BAD_RECORD, int((~whole).sum()))
        rounds.append((datagram[whole], [s[whole] for s in starts], [w[whole] for w in widths]))
        datagram, cursor, stop = datagram[whole], after[whole], stop[whole]
    return _joined(octets, layout, rounds)


def _one_record(octets: Octets, layout: Layout, at: I64) -> tuple[list[I64], list[I64], I64]:
    starts: list[I64] = []
    widths: list[I64] = []
    for _, _, length in layout.fields:
        if length == VARIABLE:
            short = octets.u8(at)
            long = short == 255
            width = np.where(long, octets.u16(at + 1), short)
            at = at + np.where(long, 3, 1)
        else:
            width = np.full(len(at), length, np.int64)
        starts.append(at)
        widths.append(width)
        at = at + width
    return starts, widths, at


def _joined(
    octets: Octets, layout: Layout, rounds: list[tuple[I64, list[I64], list[I64]]]
) -> Records:
    nothing = np.zeros(0, np.int64)
    count = len(layout.fields)
    datagram = np.concatenate([r[0] for r in rounds] or [nothing])
    starts = [np.concatenate([r[1][i] for r in rounds] or [nothing]) for i in range(count)]
    widths: list[int | I64] = [
        np.concatenate([r[2][i] for r in rounds] or [nothing]) if length == VARIABLE else length
        for i, (_, _, length) in enumerate(layout.fields)
    ]
    return Records(octets, layout, datagram, starts[0], tuple(starts), tuple(widths))
