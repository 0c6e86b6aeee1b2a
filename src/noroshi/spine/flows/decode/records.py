"""Records: where every field of every record of one layout lies, and reading them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.arrow import Array, distinct
from noroshi.spine.flows.decode.message import Sets
from noroshi.spine.flows.decode.template import VARIABLE, Layout, Spot
from noroshi.spine.flows.octets import U8, Octets
from noroshi.spine.flows.tally import Refusal, Tally
from noroshi.spine.model.address import MAPPED

_WHOLE_NUMBERS = (1, 2, 4, 8)
"""Widths that a strided view reads; the others are put together."""
LONGEST_TEXT = 255
"""Octets of a text; the rest is cut off."""

Column = npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one layout, all fields of fixed length between two of variable length in one run.

    Attributes:
        octets: The buffer they lie in.
        layout: Their fields.
        datagram: The datagram each came in.
        starts: Where each run starts; the first one is where the record does.
        rows: The octets of each run, one row of a matrix a record.
        varying: Start and length of each field of variable length.
    """

    octets: Octets
    layout: Layout
    datagram: I64
    starts: tuple[I64, ...]
    rows: tuple[U8, ...]
    varying: tuple[tuple[I64, I64], ...] = ()

    def __len__(self) -> int:
        return len(self.datagram)

    @property
    def start(self) -> I64:
        """Where each record starts."""
        return self.starts[0]

    def take(self, rows: I64 | Mask) -> "Records":
        """Rows by index or mask."""
        return Records(
            self.octets,
            self.layout,
            self.datagram[rows],
            tuple(start[rows] for start in self.starts),
            tuple(run[rows] for run in self.rows),
            tuple((start[rows], width[rows]) for start, width in self.varying),
        )

    def has(self, element: int, pen: int = 0) -> bool:
        """Whether the layout holds the element, other than empty."""
        return (pen, element) in self.layout.places

    def place(self, element: int, pen: int = 0) -> tuple[I64, int | I64] | None:
        """Start and length of an element's first field."""
        spot = self._spot(element, pen)
        return None if spot is None else self._place(spot)

    def _spot(self, element: int, pen: int) -> Spot | None:
        index = self.layout.places.get((pen, element))
        return None if index is None else self.layout.spots[index]

    def _place(self, spot: Spot) -> tuple[I64, int | I64]:
        if spot.width == VARIABLE:
            return self.varying[spot.run]
        return self.starts[spot.run] + spot.offset, spot.width

    def number(self, element: int, pen: int = 0) -> I64 | None:
        """An unsigned number of up to 8 octets; null where absent or wider."""
        spot = self._spot(element, pen)
        if spot is None:
            return None
        if spot.width in _WHOLE_NUMBERS:
            return _native(self._view(spot.run, spot.offset, spot.width))
        start, width = self._place(spot)
        if isinstance(width, int):
            return self.octets.unsigned(start, width) if width <= 8 else None
        wide = self.octets.i64(start).view(np.uint64)
        narrow = wide >> (64 - 8 * np.clip(width, 1, 8)).astype(np.uint64)
        return np.where((width >= 1) & (width <= 8), narrow.view(np.int64), 0)

    def exact(self, element: int, pen: int, kind: npt.DTypeLike) -> Column | None:
        """A number in an unsigned type that holds all it can be; null where that is not sure."""
        spot = self._spot(element, pen)
        if spot is None or spot.width not in _WHOLE_NUMBERS:
            return None
        if spot.width > np.dtype(kind).itemsize:
            return None
        return self._view(spot.run, spot.offset, spot.width).astype(kind)

    def _view(self, run: int, offset: int, width: int) -> Column:
        """A field that lies at the same place in every row of a run."""
        rows = self.rows[run]
        if not len(rows):  # numpy refuses a stride beyond an empty buffer
            return np.zeros(0, f">u{width}")
        return np.ndarray((len(rows),), f">u{width}", rows.data, offset, (rows.shape[1],))

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
        spot = self._spot(element, 0)
        if spot is None or spot.width != 4:
            return None
        low = _native(self._view(spot.run, spot.offset, 4))
        return Addresses(np.zeros(len(self), np.int64), low | MAPPED)

    def _v6(self, element: int) -> Addresses | None:
        spot = self._spot(element, 0)
        if spot is None or spot.width != 16:
            return None
        left = self._view(spot.run, spot.offset, 8)
        right = self._view(spot.run, spot.offset + 8, 8)
        return Addresses(_native(left), _native(right))

    def texts(self, element: int) -> Array | None:
        """Text of an element, dictionary-encoded, without padding; null where absent."""
        place = self.place(element)
        if place is None:
            return None
        start, width = place
        lengths = np.broadcast_to(np.minimum(width, LONGEST_TEXT), start.shape)
        values, places = distinct(self.octets.strings(start, lengths))
        raw = cast("list[bytes]", cast("pa.BinaryArray", values).to_pylist())
        known = [text.rstrip(b"\0").decode("utf-8", "replace").replace("\0", "") for text in raw]
        return pa.DictionaryArray.from_arrays(places.astype(np.int32), pa.array(known, pa.string()))

    def raw_fields(self) -> Iterator[list[tuple[int, int, bytes]]]:
        """Enterprise, element and octets of every field, record by record; for few rows."""
        columns = []
        for start, width in map(self._place, self.layout.spots):
            columns.append(self.octets.slices(start, np.broadcast_to(width, start.shape)))
        names = [(pen, element) for pen, element, _ in self.layout.fields]
        for row in zip(*columns, strict=True):
            yield [(*name, raw) for name, raw in zip(names, row, strict=True)]


def _native(view: Column) -> I64:
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
    start = np.repeat(sets.start, counts) + within * size
    datagram = np.repeat(sets.datagram, counts)
    return Records(octets, layout, datagram, (start,), (octets.rows(start, size),))


@dataclass(slots=True)
class _Round:
    """The r-th record of every set that has so many: its set, and what `Records` keeps."""

    set: I64
    starts: list[I64]
    varying: list[tuple[I64, I64]]

    def only(self, rows: Mask) -> "_Round":
        starts = [start[rows] for start in self.starts]
        varying = [(start[rows], width[rows]) for start, width in self.varying]
        return _Round(self.set[rows], starts, varying)


def _variable(octets: Octets, layout: Layout, sets: Sets, tally: Tally) -> Records:
    """One record of every set a round, then all in the order of the stream."""
    rounds: list[_Round] = []
    which, cursor, stop = np.arange(len(sets)), sets.start, sets.end
    while True:
        room = cursor + layout.shortest <= stop
        if not room.all():
            which, cursor, stop = which[room], cursor[room], stop[room]
        if not len(cursor):
            break
        found, cursor = _one_record(octets, layout, which, cursor)
        whole = cursor <= stop
        if not whole.all():
            tally.drop(Refusal.BAD_RECORD, int((~whole).sum()))
            found = found.only(whole)
            which, cursor, stop = which[whole], cursor[whole], stop[whole]
        rounds.append(found)
    return _joined(octets, layout, sets, rounds)


def _one_record(octets: Octets, layout: Layout, which: I64, at: I64) -> tuple[_Round, I64]:
    """A record from each offset, and where it ends."""
    starts: list[I64] = []
    varying: list[tuple[I64, I64]] = []
    for size in layout.runs[:-1]:
        starts.append(at)
        at = at + size
        width = octets.u8(at)
        long = width == 255
        at = at + 1
        if long.any():
            width = np.where(long, octets.u16(at), width)
            at = at + 2 * long
        varying.append((at, width))
        at = at + width
    starts.append(at)
    return _Round(which, starts, varying), at + layout.runs[-1]


def _joined(octets: Octets, layout: Layout, sets: Sets, rounds: list[_Round]) -> Records:
    if not rounds:
        nothing = np.zeros(0, np.int64)
        rounds = [_Round(nothing, [nothing] * len(layout.runs), [(nothing, nothing)] * (len(layout.runs) - 1))]  # fmt: skip
    which = np.concatenate([r.set for r in rounds])
    order = _stream_order(which, [len(r.set) for r in rounds], len(sets))

    def column(parts: list[I64]) -> I64:
        return np.concatenate(parts)[order]

    starts = tuple(column([r.starts[i] for r in rounds]) for i in range(len(layout.runs)))
    varying = tuple(
        (column([r.varying[i][0] for r in rounds]), column([r.varying[i][1] for r in rounds]))
        for i in range(len(layout.runs) - 1)
    )
    rows = tuple(octets.rows(s, size) for s, size in zip(starts, layout.runs, strict=True))
    return Records(octets, layout, sets.datagram[which[order]], starts, rows, varying)


def _stream_order(which: I64, lengths: list[int], sets: int) -> I64:
    """Rows of all rounds in the order of the stream: set by set, in each by round."""
    counts = np.bincount(which, minlength=sets)
    ahead = np.cumsum(counts) - counts
    order = np.empty(len(which), np.int64)
    order[ahead[which] + np.repeat(np.arange(len(lengths)), lengths)] = np.arange(len(which))
    return order
