"""Collecting: the record of a stretch of the spool that became flows, and names told in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceName:
    """What an exporter calls one of its interfaces.

    Attributes:
        exporter: Address of the exporter, as text.
        domain: Observation domain or source id.
        number: SNMP index, as in `ingressInterface`.
        name: Short name; empty where only a description is told.
        description: Longer text; may be empty.
    """

    exporter: str
    domain: int
    number: int
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRecord:
    """What became of some segments of one collector's spool.

    Attributes:
        collector: Name of the collector.
        first_segment: Number of the first segment.
        last_segment: Number of the last one.
        datagrams: Datagrams in them.
        read: Records read.
        kept: Rows in the lake.
        refused: Rows refused, by reason.
        files: Files below the flow table's folder.
        committed_at: When, in UTC.
    """

    collector: str
    first_segment: int
    last_segment: int
    datagrams: int
    read: int
    kept: int
    refused: Mapping[str, int]
    files: tuple[str, ...]
    committed_at: datetime
