"""Run: one execution of a job, so that every finding can be counted again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.spine.model import Detector, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What ran, over what, when, and how it ended.

    Attributes:
        id: Random id.
        job: Name of the job, for example `c2.detect`.
        detector: Who concluded; null for jobs that conclude nothing.
        window: The time that was looked at; null where that has no meaning.
        inputs: Digests or versions of what was read, by name.
        started_at: When it began, in UTC.
        ended_at: When it ended; null while it runs, and for ever when it was killed.
        outcome: How it ended; empty until it did.
        counts: What it counted, by name.
    """

    id: str
    job: str
    detector: Detector | None
    window: Window | None
    inputs: Mapping[str, str]
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    counts: Mapping[str, int]
