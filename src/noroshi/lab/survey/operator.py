"""Operator: made lines, the addresses that they hold from when to when, and their session log.

Dynamic addresses are dealt anew at every epoch, with a gap of minutes, so that no two lines ever
hold one at once. Shared addresses (MAP-E) stay, and their ports tell the lines apart.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import numpy as np

from noroshi.lab.seed import rng_of

EPOCH_DAYS = (-40, 4, 12, 26, 47, 75, 130)
"""Days on which dynamic addresses are dealt anew; looks fall between them."""
GAP_MIN = (2, 40)
"""Minutes that a line is without an address when it gets another."""
SWAP_S = 5
"""How long before the first survey some lines change places: an answer then may be of either."""
PSID_OFFSET, PSID_LENGTH = 6, 4
"""MAP-E: sixteen lines an address; ports below 1024 belong to nobody (RFC 7597, section 5.1)."""


class Lending(StrEnum):
    """How an operator lends addresses."""

    DYNAMIC = "dynamic"
    FIXED = "fixed"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class LineSession:
    """A line held an address from a moment to another."""

    line: int
    address: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOperator:
    """One made operator.

    Attributes:
        name: Its id.
        asn: Of its network.
        prefix: Its addresses.
        lending: How it lends them.
        lines: How many lines it has.
        sessions: All of them, in order of line and time.
        ended: Lines that end, and when.
    """

    name: str
    asn: int
    prefix: IPv4Network
    lending: Lending
    lines: int
    sessions: tuple[LineSession, ...]
    ended: dict[int, datetime]

    def address_at(self, line: int, at: datetime) -> int | None:
        """Where a line is at a moment; null while it is nowhere."""
        for one in self._of(line):
            if one.start <= at < one.end:
                return one.address
        return None

    def _of(self, line: int) -> Iterable[LineSession]:
        per = len(self.sessions) // self.lines
        return self.sessions[line * per : (line + 1) * per]

    def line_name(self, line: int) -> str:
        """What the operator calls a line."""
        return f"{self.name}-line-{line:06d}"

    def write_log(self, path: Path) -> int:
        """Its session log as CSV; gives the number of rows."""
        with path.open("w", newline="", encoding="ascii") as file:
            writer = csv.writer(file)
            writer.writerow(("address", "start", "end", "subscriber", "ports"))
            rows = 0
            for one in self.sessions:
                if one.start < one.end:
                    writer.writerow(self._row(one))
                    rows += 1
            return rows

    def _row(self, one: LineSession) -> tuple[str, ...]:
        shared = self.lending is Lending.SHARED
        ports = f"psid:{PSID_OFFSET}/{PSID_LENGTH}/{psid_of(one.line)}" if shared else ""
        moments = (one.start.isoformat(), one.end.isoformat())
        return (str(IPv4Address(one.address)), *moments, self.line_name(one.line), ports)


def psid_of(line: int) -> int:
    """Port set of a line of a shared address."""
    return line % (1 << PSID_LENGTH)


def holds_port(line: int, port: int) -> bool:
    """Whether a port belongs to a line of a shared address."""
    if port >> (16 - PSID_OFFSET) == 0:
        return False
    shift = 16 - PSID_OFFSET - PSID_LENGTH
    return port >> shift & ((1 << PSID_LENGTH) - 1) == psid_of(line)


def make_operator(  # noqa: PLR0913  # what makes one operator
    name: str,
    *,
    asn: int,
    prefix: IPv4Network,
    lending: Lending,
    lines: int,
    began: datetime,
    seed: int,
    ending: float = 0.02,
    swapping: float = 0.01,
) -> MadeOperator:
    """An operator whose lines have had addresses since before the beginning.

    Args:
        name: Its id.
        asn: Of its network.
        prefix: Its addresses.
        lending: How it lends them.
        lines: How many lines; at most as many as addresses, or sixteen times that where shared.
        began: Moment of the first survey.
        seed: Of the world.
        ending: Share of lines that end, at a random day of the hundred after.
        swapping: Share of dynamic lines that change places seconds before the first survey.
    """
    random = rng_of(seed, f"operator {name}")
    chosen = random.permutation(lines)[: round(lines * ending)]
    ended = {
        int(line): began + timedelta(days=float(random.uniform(5, 85))) for line in np.sort(chosen)
    }
    sessions = tuple(
        _until(one, ended.get(one.line))
        for one in _sessions(random, prefix, lending, lines, began, swapping)
    )
    return MadeOperator(
        name=name, asn=asn, prefix=prefix, lending=lending, lines=lines, sessions=sessions,
        ended=ended,
    )  # fmt: skip


def _until(one: LineSession, end: datetime | None) -> LineSession:
    if end is None or one.end <= end:
        return one
    return LineSession(one.line, one.address, min(one.start, end), end)


def _sessions(  # what makes them
    random: np.random.Generator,
    prefix: IPv4Network,
    lending: Lending,
    lines: int,
    began: datetime,
    swapping: float,
) -> Iterator[LineSession]:
    first, size = int(prefix.network_address), prefix.num_addresses
    days = EPOCH_DAYS if lending is Lending.DYNAMIC else (EPOCH_DAYS[0], EPOCH_DAYS[-1])
    epochs = [began + timedelta(days=day) for day in days]
    if lending is Lending.SHARED:
        places = [np.arange(lines) >> PSID_LENGTH] * (len(epochs) - 1)
    else:
        places = [random.permutation(size)[:lines] for _ in epochs[1:]]
    swapped = _swapped(random, places[0], swapping if lending is Lending.DYNAMIC else 0.0)
    gaps = random.uniform(*GAP_MIN, (len(epochs), lines, 2))
    for line in range(lines):
        for epoch, place in enumerate(places):
            start = epochs[epoch] + timedelta(minutes=float(gaps[epoch, line, 0]))
            end = epochs[epoch + 1] - timedelta(minutes=float(gaps[epoch + 1, line, 1]))
            middle = began - timedelta(seconds=SWAP_S) if epoch == 0 else end
            other = int(swapped[line]) if epoch == 0 else int(place[line])
            if other == place[line]:
                middle = end
            yield LineSession(line, first + int(place[line]), start, middle)
            yield LineSession(line, first + other, middle, end)


def _swapped(
    random: np.random.Generator, place: np.ndarray[tuple[int], np.dtype[np.int64]], share: float
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The same places with some pairs of lines exchanged."""
    made = place.copy()
    pairs = round(len(place) * share / 2)
    chosen = random.permutation(len(place))[: 2 * pairs]
    made[chosen[:pairs]], made[chosen[pairs:]] = place[chosen[pairs:]], place[chosen[:pairs]]
    return made
