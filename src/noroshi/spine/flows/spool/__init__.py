"""Spool: received datagrams on disk, as they came, until they are flows in the lake."""

from noroshi.spine.flows.spool.block import (
    TCP_TRANSPORT,
    TLS_TRANSPORT,
    Block,
    index_of,
    read_blocks,
    seal,
)
from noroshi.spine.flows.spool.folder import Segment, SpoolFolder
from noroshi.spine.flows.spool.segment import datagrams_of
from noroshi.spine.flows.spool.writer import SpoolLimits, SpoolWriter

__all__ = [
    "TCP_TRANSPORT",
    "TLS_TRANSPORT",
    "Block",
    "Segment",
    "SpoolFolder",
    "SpoolLimits",
    "SpoolWriter",
    "datagrams_of",
    "index_of",
    "read_blocks",
    "seal",
]
