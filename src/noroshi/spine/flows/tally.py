"""Tally: rows read, and rows refused with a reason. Outs equal ins."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


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
    FLOW_CREATED = "flow-created"


@dataclass(slots=True)
class Tally:
    """Counts of one file while it is read."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> int:
        """Rows neither refused nor lost."""
        return self.read - self.refused.total()

    def refuse(self, reason: Refusal, rows: int = 1) -> None:
        """Count rows that are read and not taken."""
        if rows:
            self.refused[reason.value] += rows

    def pass_over(self, kind: Aside, count: int = 1) -> None:
        """Count things that are no flows."""
        if count:
            self.aside[kind.value] += count

    def drop(self, reason: Refusal, count: int = 1) -> None:
        """Count things that hold no rows that could be told apart: each is one read and refused."""
        self.read += count
        self.refuse(reason, count)
