"""Records: where every field of every record of one layout lies, and reading them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.decode.message import Sets
from noroshi.spine.flows.decode.template import VARIABLE, Layout
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.address import MAPPED


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
    """

    octets: Octets
    layout: Layout
    datagram: I64
    start: I64
    fields: tuple[int | I64, ...]
    widths: tuple[int | I64, ...]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: I64 | Mask) -> "Records":
        """Rows by index or mask."""
        return Records(
            self.octets,
            self.layout,
            self.datagram[rows],
            self.start[rows],
            tuple(f[rows] if isinstance(f, np.ndarray) else f for f in self.fields),
            tuple(w[rows] if isinstance(w, np.ndarray) else w for w in self.widths),
        )

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
        place = self.place(element, pen)
        if place is None:
            return None
        start, width = place
        if isinstance(width, int):
            return self.octets.unsigned(start, width) if width <= 8 else None
        wide = self.octets.i64(start).view(np.uint64)
        narrow = wide >> (64 - 8 * np.clip(width, 1, 8)).astype(np.uint64)
        return np.where((width >= 1) & (width <= 8), narrow.view(np.int64), 0)

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
        place = self.place(element)
        if place is None or not isinstance(place[1], int) or place[1] != 4:
            return None
        return Addresses(np.zeros(len(self), np.int64), self.octets.u32(place[0]) | MAPPED)

    def _v6(self, element: int) -> Addresses | None:
        place = self.place(element)
        if place is None or not isinstance(place[1], int) or place[1] != 16:
            return None
        return Addresses(self.octets.i64(place[0]), self.octets.i64(place[0] + 8))

    def texts(self, element: int) -> list[str] | None:
        """Text of an element, without padding; null where absent."""
        place = self.place(element)
        if place is None:
            return None
        start, width = place
        lengths = np.minimum(np.broadcast_to(np.asarray(width, np.int64), start.shape), 255)
        rows, back = _distinct_slices(self.octets, start, lengths)
        words = [
            raw.rstrip(b"\0").decode("utf-8", "replace").replace("\0", "")
            for raw in self.octets.slices(start[rows], lengths[rows])
        ]
        found: list[str] = np.array(words, np.object_)[back].tolist()
        return found

    def raw_fields(self) -> Iterator[list[tuple[int, int, bytes]]]:
        """Enterprise, element and octets of every field, record by record; for few rows."""
        columns = []
        for field, width in zip(self.fields, self.widths, strict=True):
            start = field if isinstance(field, np.ndarray) else self.start + field
            columns.append(self.octets.slices(start, np.broadcast_to(width, start.shape)))
        names = [(pen, element) for pen, element, _ in self.layout.fields]
        for row in zip(*columns, strict=True):
            yield [(*name, raw) for name, raw in zip(names, row, strict=True)]


def _distinct_slices(octets: Octets, start: I64, lengths: I64) -> tuple[I64, I64]:
    """Rows such that each run of octets stands there once, and for every row its place among them.

    Rows are told apart by a sum of their words times fixed odd numbers; as a sender may craft two runs of
    one sum, every row is held against the one that stands for it.
    """
    longest = int(lengths.max(initial=0))
    words = []
    for at in range(0, longest, 8):
        left = np.clip(lengths - at, 0, 8)
        word = octets.i64(start + at).view(np.uint64)
        shift = (64 - 8 * np.maximum(left, 1)).astype(np.uint64)
        words.append(np.where(left > 0, word >> shift, 0).astype(np.uint64))
    total = lengths.astype(np.uint64)
    for number, word in enumerate(words):
        total = (total + word) * np.uint64(0x9E3779B97F4A7C15 + 2 * number)
        total ^= total >> np.uint64(29)
    _, rows, back = np.unique(total, return_index=True, return_inverse=True)
    same = lengths == lengths[rows][back]
    for word in words:
        same &= word == word[rows][back]
    if not same.all():
        return np.arange(len(start)), np.arange(len(start))
    return rows, back


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
    return Records(
        octets,
        layout,
        np.repeat(sets.datagram, counts),
        np.repeat(sets.start, counts) + within * size,
        tuple(offsets),
        tuple(widths),
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
