"""Observation: something a source saw about a subject at a time. Bulk kinds are tables."""

from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One statement of a source, for example "list X carries 192.0.2.1 since Tuesday".

    Attributes:
        subject: What the statement is about.
        source: Who says so: a list, a feed, a sensor, with its snapshot date where it has one.
        kind: What is said, for example `listed`.
        first_seen: Earliest time the source gives; null where it gives none.
        last_seen: Latest time the source gives; null where it gives none.
        detail: The source's own word, for example a malware family.
    """

    subject: Subject
    source: str
    kind: str
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    detail: str = ""
