"""Site queue: URLs that wait for a visit, and what a visitor is given."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.site_report import Channel


class QueueState(StrEnum):
    """Where a URL is on its way."""

    QUEUED = "queued"
    VISITING = "visiting"
    JUDGED = "judged"
    FAILED = "failed"
    ALLOWED = "allowed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedUrl:
    """One URL of the queue.

    Attributes:
        id: Made from the URL.
        url: Canonical, and without what identifies a victim.
        host: Its host.
        channel: How it came first.
        score: Triage score, between 0 and 1.
        reasons: Why it goes where it goes, as codes.
        reports: How often it was reported.
        state: Where it is.
        attempts: Visits begun since it was last queued.
        first_at: When it was reported first.
        last_at: When it was reported last.
        order_at: The queue's order, earliest first: when it came, less its lead.
        next_at: Queued: no visit before. Visiting: end of the lease. Judged or failed: a report
            from then on queues it again.
        worker: Who visits it; empty for nobody.
        error: Why the last attempt failed; empty where none did.
    """

    id: str
    url: str
    host: str
    channel: Channel
    score: float
    reasons: tuple[str, ...]
    reports: int
    state: QueueState
    attempts: int
    first_at: datetime
    last_at: datetime
    order_at: datetime
    next_at: datetime
    worker: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the queue is worked off.

    Attributes:
        lease_s: After so many seconds a visit without a result is begun again.
        host_pause_s: Seconds between two visits of one host.
        attempts: Visits that are begun before a URL counts as failed.
        retry_s: Seconds before a second attempt; doubled for each further one.
        again_s: Seconds after a verdict for which a new report leads to no new visit.
    """

    lease_s: int = 300
    host_pause_s: int = 5
    attempts: int = 4
    retry_s: int = 60
    again_s: int = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVisit:
    """The record of one visit; its evidence lies under its digest.

    Attributes:
        url: As it stands in the queue.
        profile: Which profile looked.
        started_at: When it began.
        ended_at: When it ended.
        outcome: How it ended, in the visitor's words (`page`, `unreachable`…).
        evidence: Digest of the evidence; empty for none.
        worker: Who looked.
    """

    url: str
    profile: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    evidence: str = ""
    worker: str = ""
