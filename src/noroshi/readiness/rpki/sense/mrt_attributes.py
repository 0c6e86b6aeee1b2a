"""MRT attributes: the blocks of path attributes in dumps and updates (RFC 4271 section 4.3)."""

from collections.abc import Iterator
from struct import Struct

from noroshi.readiness.rpki.sense.path import CONFED_SET, SET, Segment

AS_PATH, MP_REACH, MP_UNREACH, AS4_PATH = 2, 14, 15, 17
_EXTENDED = 0x10
_SHORT, _LONG = Struct(">H"), Struct(">I")


def attributes_of(block: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and value of each attribute.

    Raises:
        ValueError: One is cut; so are IndexError and struct.error.
    """
    at = 0
    while at < len(block):
        flags, kind = block[at], block[at + 1]
        if flags & _EXTENDED:
            (size,) = _SHORT.unpack_from(block, at + 2)
            at += 4
        else:
            size = block[at + 2]
            at += 3
        value = block[at : at + size]
        if len(value) != size:
            raise ValueError("an attribute is cut")
        yield kind, value
        at += size


def path_of(attributes: dict[int, bytes], as_size: int) -> list[Segment] | None:
    """The AS path; null where there is none.

    Args:
        attributes: Values by kind.
        as_size: Octets of an AS number in AS_PATH.

    Raises:
        ValueError: A segment is broken.
    """
    if AS_PATH not in attributes:
        return None
    segments = _segments(attributes[AS_PATH], as_size)
    # Four-octet numbers stand beside a path of two-octet ones (RFC 6793 section 4.2.3).
    if as_size == _SHORT.size and AS4_PATH in attributes:
        longer = _segments(attributes[AS4_PATH], 4)
        return _merged(segments, longer)
    return segments


def _merged(segments: list[Segment], longer: list[Segment]) -> list[Segment]:
    """The path with the four-octet one at its end, and what only the old one has in front of it."""
    missing = _hops(segments) - _hops(longer)
    if missing < 0 or not _hops(longer):
        return segments
    front: list[Segment] = []
    for kind, numbers in segments:
        if missing <= 0:
            break
        if kind in {SET, CONFED_SET} or kind == CONFED_SET - 1:
            front.append((kind, numbers))
            missing -= kind == SET
        else:
            front.append((kind, numbers[:missing]))
            missing -= len(numbers[:missing])
    return front + longer


def _hops(segments: list[Segment]) -> int:
    """Length of a path: a set counts one, confederations none (RFC 4271 section 9.1.2.2)."""
    return sum(
        1 if kind == SET else len(numbers) for kind, numbers in segments if kind < CONFED_SET - 1
    )


def _segments(path: bytes, as_size: int) -> list[Segment]:
    number = _SHORT if as_size == _SHORT.size else _LONG
    segments: list[Segment] = []
    at = 0
    while at < len(path):
        kind, count = path[at], path[at + 1]
        at += 2
        if not SET <= kind <= CONFED_SET or at + count * as_size > len(path):
            raise ValueError("a segment of a path is broken")
        segments.append(
            (kind, [number.unpack_from(path, at + n * as_size)[0] for n in range(count)])
        )
        at += count * as_size
    return segments
