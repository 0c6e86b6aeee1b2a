"""Form: what one export format must say so that the writer can lay out its datagrams."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from noroshi.lab.columns import I64
from noroshi.lab.export.octets import Rows
from noroshi.lab.observe import Records

TEMPLATE_V4, TEMPLATE_V6, TEMPLATE_SAMPLING = 256, 257, 258
"""Template ids from 256 on are free (RFC 3954 section 5.2, RFC 7011 section 3.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What headers are made of, one entry a datagram, templates and data in order of sending.

    Attributes:
        sent_ms: Unix milliseconds.
        length: Octets of payload.
        count: Records of all kinds in it.
        flows: Data records in it, options data included.
        datagrams_before: Datagrams that the router sent before the first of these.
        flows_before: Data records that it sent before.
    """

    sent_ms: I64
    length: I64
    count: I64
    flows: I64
    datagrams_before: int = 0
    flows_before: int = 0

    def flow_numbers(self) -> I64:
        """Data records sent before each datagram, in 32 bits."""
        before: I64 = (self.flows_before + np.cumsum(self.flows) - self.flows) % (1 << 32)
        return before


class Form(Protocol):
    """One export format for one router."""

    @property
    def header_size(self) -> int:
        """Octets of the message header."""

    @property
    def set_header_size(self) -> int:
        """Octets before the records of a set; 0 where records follow the header directly (v5)."""

    def control(self) -> bytes:
        """Templates, the options template and its one data record; empty for v5."""

    def control_records(self) -> int:
        """Records in `control`, as the header counts them."""

    def control_flows(self) -> int:
        """Data records in `control`."""

    def tick_ms(self) -> int:
        """Datagrams leave at multiples of this."""

    def headers(self, sending: Sending) -> Rows:
        """Headers of datagrams with right sequence numbers and times."""

    def record_size(self, *, v6: bool) -> int:
        """Octets of a record."""

    def records(self, records: Records, *, v6: bool) -> Rows:
        """Records of one address family."""
