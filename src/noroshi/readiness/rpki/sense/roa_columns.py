"""ROA columns: records of a validator's JSON as columns, without an object for each.

Validators write every record alike: the same names, blanks and order, as the first record shows. Where
all of a part are so, octet for octet, numbers and prefixes lie between known texts, and whole columns of
them are read at once. Where any octet is otherwise, there are no columns, and a JSON decoder reads the part.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.prefixes import I64, U64, Mask
from noroshi.spine.flows.arrow import Array, texts_of

LONGEST_TEXT = 64
"""Octets of the longest text between two values."""

_B = rb"[ \t\r\n]*"
_NAMED = [
    _B + b'"' + name + b'"' + _B + b":" + _B
    for name in (b"asn", b"prefix", b"maxLength", b"ta", b"expires")
]
_FIRST = re.compile(
    rb"\[" + _B + rb"(\{" + _NAMED[0] + rb'(?:"AS)?)[0-9]+("?' + _B + b"," + _NAMED[1] + rb'")[^"]*("' + _B + b"," + _NAMED[2]
    + rb")[0-9]+(" + _B + b"," + _NAMED[3] + rb'")[^"]*("(?:' + _B + b"," + _NAMED[4] + rb")?)([0-9]*)("
    + _B + rb"\})(" + _B + b"," + _B + rb")\{"
)  # fmt: skip
_PAD = bytes(LONGEST_TEXT)
_BLANKS = b" \t\r\n"
_QUOTE = ord('"')
_MOST_DIGITS = 16
_ZEROS, _TOPS = 0x3030303030303030, 0x8080808080808080
_KEPT = np.array([0, *(2**64 - 2 ** (64 - 8 * size) for size in range(1, 9))], np.uint64)
"""Masks of the last so many of eight octets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoaColumns:
    """What some records tell.

    Attributes:
        prefix: Texts as written.
        asn: AS numbers.
        max_length: Lengths.
        expires: Unix seconds; null where none tells one.
    """

    prefix: Array
    asn: I64
    max_length: I64
    expires: I64 | None


@dataclass(frozen=True, slots=True)
class _Form:
    """Where the first record starts, texts between the values of each, and what joins two."""

    start: int
    texts: tuple[bytes, ...]
    has_expiry: bool
    end: bytes
    join: bytes

    @classmethod
    def of(cls, octets: bytes) -> "_Form | None":
        """That of the first record."""
        first = _FIRST.match(octets)
        if first is None:
            return None
        texts, has_expiry = first.groups()[:5], len(first[5]) > 1
        is_text = texts[0].endswith(b'"AS')
        if is_text != texts[1].startswith(b'"') or has_expiry != bool(first[6]):
            return None
        if max(map(len, (*texts, first[7] + first[8]))) > LONGEST_TEXT:
            return None
        return cls(first.start(1), texts, has_expiry, first[7], first[8])


def columns_of_roas(octets: bytes) -> RoaColumns | None:
    """Columns of a JSON array of records; null where any is not as the first."""
    form = _Form.of(octets)
    if form is None or not octets.isascii() or b"\\" in octets:
        return None
    data, over = np.frombuffer(octets + _PAD, np.uint8), octets.rfind(b"}") + 1
    starts = _starts(data, form, over)
    if starts is None or octets[over:].strip(_BLANKS) != b"]":
        return None
    if _holds_control(data[form.start : over], form, len(starts[0])):
        return None
    over_each = np.append(starts[0][1:] - len(form.join), over)
    ends = [*starts[1:], over_each - len(form.end)]
    starts = [start + len(text) for start, text in zip(starts, form.texts, strict=True)]
    return _values(data, starts, ends, form)


def _values(
    data: npt.NDArray[np.uint8], starts: list[I64], ends: list[I64], form: _Form
) -> RoaColumns | None:
    """What stands between the texts of each record."""
    if any((end < start).any() for start, end in zip(starts, ends, strict=True)):
        return None
    asn, most = (_numbers(data, starts[place], ends[place]) for place in (0, 2))
    expires = _numbers(data, starts[4], ends[4]) if form.has_expiry else None
    is_short = not form.has_expiry and bool((starts[4] == ends[4]).all())
    if asn is None or most is None or (expires is None and not is_short):
        return None
    prefix = _texts(data, starts[1], ends[1])
    return RoaColumns(prefix=prefix, asn=asn, max_length=most, expires=expires)


def _starts(data: npt.NDArray[np.uint8], form: _Form, over: int) -> list[I64] | None:
    """Where each text between values stands in each record; null where one does not.

    The quotation marks of each record are those of the texts, so its place among them names each.
    """
    marks = np.flatnonzero(data == _QUOTE)
    each = [text.count(b'"') for text in form.texts]
    rows = len(marks) // sum(each)
    if rows * sum(each) != len(marks):
        return None
    table = marks.reshape(rows, sum(each))
    words = _words(data)
    starts, place = [], 0
    for text, count in zip(form.texts, each, strict=True):
        starts.append(table[:, place] - text.index(b'"'))
        place += count
        if not _stand(words, starts[-1], text):
            return None
    between = form.end + form.join
    good = starts[0][0] == form.start and _stand(words, starts[0][1:] - len(between), between)
    return starts if good and _stand(words, np.array([over - len(form.end)]), form.end) else None


def _words(data: npt.NDArray[np.uint8]) -> U64:
    """The eight octets from each place on, the first lowest."""
    return np.ndarray((len(data) - 7,), np.dtype("<u8"), data, strides=(1,))


def _stand(words: U64, at: I64, text: bytes) -> bool:
    """Whether a text stands at every one of some places."""
    for begin in range(0, len(text), 8):
        part = text[begin : begin + 8]
        mask = np.uint64(2 ** (8 * len(part)) - 1)
        if not (words[at + begin] & mask == int.from_bytes(part, "little")).all():
            return False
    return True


def _holds_control(data: npt.NDArray[np.uint8], form: _Form, rows: int) -> bool:
    """Whether control characters stand elsewhere than between records, where JSON has none."""
    found = int(np.count_nonzero(data < 32))
    each = sum(octet < 32 for octet in b"".join((*form.texts, form.end)))
    return found != each * rows + sum(octet < 32 for octet in form.join) * (rows - 1)


def _numbers(data: npt.NDArray[np.uint8], start: I64, end: I64) -> I64 | None:
    """Whole numbers as JSON writes them; null where any is none, or has more than sixteen digits."""
    size = end - start
    if (size < 1).any() or (size > _MOST_DIGITS).any():
        return None
    if ((size > 1) & (data[start] == ord("0"))).any():
        return None
    words = _words(data)
    low, good = _eight_digits(words[end - 8], np.minimum(size, 8))
    if not good.all():
        return None
    long = np.flatnonzero(size > 8)
    if len(long):
        high, good = _eight_digits(words[end[long] - 16], size[long] - 8)
        if not good.all():
            return None
        low[long] += high * np.uint64(10**8)
    return low.astype(np.int64)


def _eight_digits(words: U64, size: I64) -> tuple[U64, Mask]:
    """Numbers of the last so many of eight octets each, and where all of those are digits."""
    kept = _KEPT[size]
    digits = ((words & kept) | (np.uint64(_ZEROS) & ~kept)) ^ np.uint64(_ZEROS)
    good: Mask = (digits | digits + np.uint64(0x7676767676767676)) & np.uint64(_TOPS) == 0
    # Two, four and eight digits at a time: each product adds a number to a hundred times its neighbour.
    digits = digits * np.uint64(10 * 2**8 + 1) >> np.uint64(8) & np.uint64(0x00FF00FF00FF00FF)
    digits = digits * np.uint64(100 * 2**16 + 1) >> np.uint64(16) & np.uint64(0x0000FFFF0000FFFF)
    return digits * np.uint64(10_000 * 2**32 + 1) >> np.uint64(32), good


def _texts(data: npt.NDArray[np.uint8], start: I64, end: I64) -> Array:
    """The texts between some places."""
    size = end - start
    offsets = np.zeros(len(size) + 1, np.int64)
    np.cumsum(size, out=offsets[1:])
    octets = data[np.arange(offsets[-1]) + np.repeat(start - offsets[:-1], size)]
    return texts_of(octets, offsets)
