"""Tally: rows read, and rows refused with a reason. Outs equal ins."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MOST_EXAMPLES = 5
"""Refused rows whose place is told; the counts tell the rest."""


class Refusal(StrEnum):
    """Why a row or datagram was not taken. The reference page lists them."""

    BAD_ROW = "bad-row"
    CUT_SHORT = "cut-short"
    LINE_TOO_LONG = "line-too-long"
    NO_IP_ADDRESS = "no-ip-address"
    NO_IP_PROTOCOL = "no-ip-protocol"
    BAD_PORT = "bad-port"
    BAD_TIME = "bad-time"
    BAD_DURATION = "bad-duration"
    BAD_COUNTER = "bad-counter"
    MALFORMED = "malformed-datagram"
    BAD_SET = "bad-set"
    BAD_TEMPLATE = "bad-template"
    BAD_RECORD = "bad-record"
    NO_TEMPLATE = "no-template"
    UNKNOWN_VERSION = "unknown-version"
    NOT_UDP = "not-udp"
    FRAGMENT = "fragment"
    BAD_BLOCK = "bad-block"


class Aside(StrEnum):
    """What an export carries beside flows: no rows, so neither read nor refused."""

    COUNTER_SAMPLE = "counter-sample"
    DISCARDED_PACKET = "discarded-packet"
    UNKNOWN_SAMPLE = "unknown-sample"
    NO_DATA = "no-data"
    SKIPPED_DATA = "skipped-data"
    FLOW_BEGUN = "flow-begun"
    REPEATED = "repeated"
    OTHER_RECORD = "other-record"


class Example(NamedTuple):
    """One refused row: why, and the line it stands on, from 1."""

    reason: str
    line: int


@dataclass(slots=True)
class Tally:
    """Counts of one file while it is read.

    Attributes:
        read: Rows read.
        refused: Rows refused, by reason.
        aside: What was passed over, by kind.
        examples: The first refused rows of a text file.
        octets: How far into the file reading has come.
        line: Lines before the block that is being read.
        lines: Line of each row that is settled next; null where the source has no lines.
    """

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    octets: int = 0
    line: int = 0
    lines: npt.NDArray[np.int64] | None = None

    @property
    def kept(self) -> int:
        """Rows neither refused nor lost."""
        return self.read - self.refused.total()

    def refuse(self, reason: Refusal, rows: int = 1) -> None:
        """Count rows that are read and not taken."""
        if rows:
            self.refused[reason.value] += rows

    def refuse_rows(self, reason: Refusal, rows: npt.NDArray[np.bool_]) -> None:
        """Count the rows of a batch where the mask is true, and remember where the first stand."""
        count = int(np.count_nonzero(rows))
        if not count:
            return
        self.refuse(reason, count)
        if self.lines is not None and len(self.lines) == len(rows):
            self.tell(reason, self.lines[np.flatnonzero(rows)[:MOST_EXAMPLES]].tolist())

    def tell(self, reason: Refusal, lines: Iterable[int]) -> None:
        """Remember where refused rows stand, while there are few."""
        room = MOST_EXAMPLES - len(self.examples)
        self.examples += [Example(reason.value, line) for line in islice(lines, max(room, 0))]

    def pass_over(self, kind: Aside, count: int = 1) -> None:
        """Count things that are no flows."""
        if count:
            self.aside[kind.value] += count

    def drop(self, reason: Refusal, count: int = 1, lines: Iterable[int] = ()) -> None:
        """Count things that hold no rows that could be told apart: each is one read and refused."""
        self.tell(reason, lines)
        self.read += count
        self.refuse(reason, count)
