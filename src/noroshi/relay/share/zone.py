"""Zone: what a policy zone that is fed by differences has to be told, and how far it was told.

How far is told by the zone itself, in the contact of its SOA, which no resolver reads. A zone that
comes back from an old copy therefore says where to go on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain
from typing import NamedTuple, Self

from noroshi.relay.share.rpz import owners
from noroshi.relay.share.target import name_of, network_of
from noroshi.spine.model import Subject

SAID_OCTETS = 48_000
"""Most that the names of one message take; a DNS message over TCP ends at 65,535 octets."""

RECORD_OCTETS = 20
"""Most that a record takes beside its name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CONTACT = re.compile(
    r"s([0-9]{1,18})\.m([0-9]{1,18})\.n([0-9]{1,10})\.c([0-9a-f]{16})\.noroshi\.invalid", re.ASCII
)
_SERIALS = 1 << 32
UNFINISHED = "unfinished.noroshi.invalid"
"""Contact of a zone that is on its way to be whole again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a zone was fed.

    Attributes:
        sequence: Of the last edition that it knows.
        moment: Entries that ended until then are out of it.
        serial: Its serial at that; another one tells that somebody else changed the zone.
        choice: Fingerprint of what was chosen for it.
    """

    sequence: int
    moment: datetime
    serial: int
    choice: str

    @classmethod
    def read(cls, contact: str) -> Self | None:
        """The cursor in a contact; none where it says something else."""
        match = _CONTACT.fullmatch(contact)
        if match is None:
            return None
        try:
            moment = _EPOCH + int(match[2]) * _MICROSECOND
        except OverflowError:
            return None
        return cls(sequence=int(match[1]), moment=moment, serial=int(match[3]), choice=match[4])

    @property
    def contact(self) -> str:
        """The cursor as a contact."""
        moment_us = (self.moment - _EPOCH) // _MICROSECOND
        return f"s{self.sequence}.m{moment_us}.n{self.serial}.c{self.choice}.noroshi.invalid"


class Difference(NamedTuple):
    """Names that a zone shall hold and names that it shall not."""

    added: list[str]
    removed: list[str]


class Namesakes(NamedTuple):
    """How other subjects look that stand for the same names: whole values, and starts of values."""

    values: tuple[str, ...]
    starts: tuple[str, ...]


def fingerprint(words: Iterable[str]) -> str:
    """Short name of a choice."""
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def next_serial(serial: int, at: datetime) -> int:
    """A serial above another one (RFC 1982): the Unix time, or one more where that is not above.

    A zone that was lost and begins anew is so above what resolvers still hold.
    """
    now = int(at.timestamp()) % _SERIALS
    ahead = (now - serial) % _SERIALS
    return now if 0 < ahead < _SERIALS // 2 else (serial + 1) % _SERIALS


def namesakes(subject: Subject) -> Namesakes:
    """Which subjects are blocked by the same names as this one."""
    if (name := name_of(subject)) is not None:
        return Namesakes((name,), ())
    network = network_of(subject)
    if network is None:
        return Namesakes((), ())
    address = network.address
    prefix = f"{address}/{network.length}"
    if not network.is_host:
        return Namesakes((prefix,), ())
    endpoint = f"[{address}]:" if network.version == 6 else f"{address}:"
    return Namesakes((address, prefix), (endpoint,))


def difference(blocked: Mapping[tuple[str, ...], bool]) -> Difference:
    """Names by whether they are blocked."""
    told = {wanted: [names for names, holds in blocked.items() if holds is wanted] for wanted in (True, False)}  # fmt: skip
    return Difference(list(chain(*told[True])), list(chain(*told[False])))


def octets(subject: Subject) -> int:
    """Most that a subject's records take in a message."""
    return sum(len(name) + RECORD_OCTETS for name in owners(subject))


def messages(difference: Difference) -> Iterator[Difference]:
    """A difference in parts that fit into one message each, additions first."""
    for added in _portions(difference.added):
        yield Difference(added, [])
    for removed in _portions(difference.removed):
        yield Difference([], removed)


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for name in names:
        size += len(name) + RECORD_OCTETS
        if size > SAID_OCTETS:
            yield portion
            portion, size = [], len(name) + RECORD_OCTETS
        portion.append(name)
    if portion:
        yield portion
