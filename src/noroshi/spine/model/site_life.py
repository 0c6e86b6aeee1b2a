"""Site life: what became of a page after it was called harmful, look by look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from noroshi.spine.model.text import Text


class LifeState(StrEnum):
    """What a followed page was found to be."""

    ALIVE = "alive"
    CLOAKED = "cloaked"  # it answers, and shows our visitors nothing that harms
    DEAD = "dead"
    REVIVED = "revived"  # it was dead, and harms again
    HARMLESS = "harmless"  # looked at by every visitor, more than once: nothing harms any more

    @property
    def harms(self) -> bool:
        """Whether whoever goes there meets harm."""
        return self in {LifeState.ALIVE, LifeState.REVIVED}


class Depth(StrEnum):
    """How closely it was looked at."""

    LIGHT = "light"  # the DNS and one document, without a browser
    FULL = "full"  # a guarded visit with a browser, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowPace:
    """How often followed pages are looked at, and for how long.

    Attributes:
        after_s: Seconds after a harmful verdict, or after a change, of the first looks; rising.
        every_s: Seconds between later looks.
        days: Days for which a page that does not harm any more is looked at; one that does is followed
            as long as it does.
        most_full: Visits with a browser to one page; beyond, looks are light only.
        harmless_looks: Looks in a row, each by every visitor, that must find nothing harmful before
            a finding is taken back.
        lease_s: Seconds after which a look without a result is begun again.
        host_pause_s: Seconds between two looks at the same host.
        retry_s: Seconds before a look that failed on our side is tried again.
    """

    after_s: tuple[int, ...] = (600, 3_600, 21_600)
    every_s: int = 86_400
    days: int = 30
    most_full: int = 40
    harmless_looks: int = 2
    lease_s: int = 600
    host_pause_s: int = 5
    retry_s: int = 600

    def next_at(self, paced_from: datetime, looked_at: datetime) -> datetime:
        """When it is looked at next; looks that were missed are not made up for.

        Args:
            paced_from: The harmful verdict, or the last change.
            looked_at: The last look.
        """
        gone_s = (looked_at - paced_from).total_seconds()
        planned = next((after for after in self.after_s if after > gone_s), None)
        if planned is not None:
            return paced_from + timedelta(seconds=planned)
        return looked_at + timedelta(seconds=self.every_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLook:
    """One look at a followed page.

    Attributes:
        at: When.
        state: What it was found to be.
        depth: How closely it was looked at.
        code: Why it was found so, as a code (`unchanged`, `name-gone`…).
        reason: The same for people.
        addresses: What the host resolved to, or answered from.
        status: HTTP status of the last document; null where none came.
        verdict: Of the judge, after a full look; empty after a light one.
        score: Likewise; null after a light look.
        evidence: Names of the packages of the visits; empty after a light look.
    """

    at: datetime
    state: LifeState
    depth: Depth
    code: str
    reason: Text
    addresses: tuple[str, ...] = ()
    status: int | None = None
    verdict: str = ""
    score: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedSite:
    """One followed page.

    Attributes:
        id: Of its URL.
        url: As it stands in the queue.
        host: Its host, in ASCII.
        reported_at: When it was reported first.
        since: The first harmful verdict.
        state: What it was found to be last.
        changed_at: Since when.
        alive_at: When it was last known to harm.
        paced_from: From where its looks are planned.
        next_at: Next look; for one that is being looked at, the end of the lease.
        looks: How many there were.
        full_looks: Those with a browser.
        harmless_run: Full looks in a row that found nothing harmful.
        mark: Of the document that the last light look saw; empty for none.
        worker: Who looks now; empty for nobody.
        error: Why the last look failed on our side; empty where it did not.
        ended_at: When it stopped being followed; null while it is.
        ended_why: Why, as a code.
    """

    id: str
    url: str
    host: str
    reported_at: datetime
    since: datetime
    state: LifeState
    changed_at: datetime
    alive_at: datetime
    paced_from: datetime
    next_at: datetime
    looks: int = 0
    full_looks: int = 0
    harmless_run: int = 0
    mark: str = ""
    worker: str = ""
    error: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownDraft:
    """That drafts of requests to take a page down were written; nothing was sent.

    Attributes:
        url: The page.
        at: When.
        by: Who asked for them.
        recipients: Whom they are for, as `role address`; without an address where none is known.
        digest: SHA-256 of the drafts, in the order of their names.
    """

    url: str
    at: datetime
    by: str
    recipients: tuple[str, ...]
    digest: str
