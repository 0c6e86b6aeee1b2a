"""MRT updates: what a BGP4MP record changes in the table of its session (RFC 6396 section 4.4, RFC 8050)."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address
from struct import Struct

from noroshi.readiness.rpki.sense.mrt_attributes import MP_REACH, MP_UNREACH, attributes_of, path_of
from noroshi.readiness.rpki.sense.path import Segment

UPDATES = frozenset({16, 17})
"""BGP4MP, and BGP4MP_ET whose records begin with four octets of microseconds."""

EXTENDED_TIME = 17
STATES = {0: 2, 5: 4}
"""Subtypes of state changes, and octets of their AS numbers."""

MESSAGES = {1: 2, 4: 4, 6: 2, 7: 4, 8: 2, 9: 4, 10: 2, 11: 4}
"""Subtypes of messages, likewise."""

WITH_PATH_ID = frozenset({8, 9, 10, 11})
ESTABLISHED, UPDATE = 6, 2
_HEAD = 19
"""Octets of a BGP message's header (RFC 4271 section 4.1)."""

_SHORT, _LONG = Struct(">H"), Struct(">I")
_FAMILIES = {1: (4, False), 2: (16, True)}
_UNICAST = frozenset({1})

Session = tuple[int, bytes]
"""AS and address of the other side."""

Key = tuple[str, int]
"""Prefix as text, and path identifier; 0 without one (RFC 7911)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one record changes.

    Attributes:
        session: Whose table.
        announced: Prefixes with the path below.
        withdrawn: Prefixes that go.
        path: Of what is announced; null where there is none or it is broken.
        down: Whether the session ended, and all its routes with it.
    """

    session: Session
    announced: tuple[Key, ...] = ()
    withdrawn: tuple[Key, ...] = ()
    path: list[Segment] | None = None
    down: bool = False


def read_update(kind: int, subtype: int, record: bytes) -> Change | None:
    """The change of a record; null where it is another message than an update.

    Raises:
        ValueError: The record is broken; so are IndexError and struct.error.
    """
    octets = record[4:] if kind == EXTENDED_TIME else record
    if subtype in STATES:
        session, rest = _session(octets, STATES[subtype])
        (new,) = _SHORT.unpack_from(rest, 2)
        return Change(session=session, down=new != ESTABLISHED)
    if subtype not in MESSAGES:
        return None
    as_size = MESSAGES[subtype]
    session, message = _session(octets, as_size)
    (size,) = _SHORT.unpack_from(message, 16)
    if size != len(message) or size < _HEAD:
        raise ValueError("the message is cut")
    if message[18] != UPDATE:
        return Change(session=session)
    return _update(session, message[_HEAD:], as_size, has_id=subtype in WITH_PATH_ID)


def _session(octets: bytes, as_size: int) -> tuple[Session, bytes]:
    """The other side, and what follows both addresses."""
    number = int.from_bytes(octets[:as_size], "big")
    family = _SHORT.unpack_from(octets, 2 * as_size + 2)[0]
    size, _ = _FAMILIES.get(family, (0, False))
    start = 2 * as_size + 4
    if not size or len(octets) < start + 2 * size:
        raise ValueError("the addresses are cut")
    return (number, octets[start : start + size]), octets[start + 2 * size :]


def _update(session: Session, body: bytes, as_size: int, *, has_id: bool) -> Change:
    """RFC 4271 section 4.3, with the families of RFC 4760."""
    (gone,) = _SHORT.unpack_from(body)
    (size,) = _SHORT.unpack_from(body, 2 + gone)
    start = 4 + gone
    if start + size > len(body):
        raise ValueError("the attributes are cut")
    withdrawn = list(_prefixes(body[2 : 2 + gone], is_v6=False, has_id=has_id))
    announced = list(_prefixes(body[start + size :], is_v6=False, has_id=has_id))
    attributes = dict(attributes_of(body[start : start + size]))
    if MP_UNREACH in attributes:
        value = attributes[MP_UNREACH]
        withdrawn += _of_family(value, value[3:], has_id=has_id)
    if MP_REACH in attributes:
        value = attributes[MP_REACH]
        # A reserved octet stands behind the next hop.
        announced += _of_family(value, value[5 + value[3] :], has_id=has_id)
    try:
        path = path_of(attributes, as_size)
    except (ValueError, IndexError):
        path = None
    return Change(
        session=session, announced=tuple(announced), withdrawn=tuple(withdrawn), path=path
    )


def _of_family(value: bytes, octets: bytes, *, has_id: bool) -> Iterator[Key]:
    """Prefixes of a family's unicast; none of others."""
    (family,) = _SHORT.unpack_from(value)
    if family in _FAMILIES and value[2] in _UNICAST:
        yield from _prefixes(octets, is_v6=_FAMILIES[family][1], has_id=has_id)


def _prefixes(octets: bytes, *, is_v6: bool, has_id: bool) -> Iterator[Key]:
    at, longest = 0, 128 if is_v6 else 32
    while at < len(octets):
        number = 0
        if has_id:
            (number,) = _LONG.unpack_from(octets, at)
            at += 4
        length = octets[at]
        size = (length + 7) // 8
        address = octets[at + 1 : at + 1 + size]
        if length > longest or len(address) != size:
            raise ValueError("a prefix is cut")
        yield f"{_address(address, is_v6=is_v6)}/{length}", number
        at += 1 + size


def _address(octets: bytes, *, is_v6: bool) -> str:
    if is_v6:
        return str(IPv6Address(octets.ljust(16, b"\0")))
    return ".".join(map(str, octets.ljust(4, b"\0")))
