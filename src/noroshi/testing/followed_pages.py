"""Followed pages for tests: a home with one harmful page, its signed evidence and its verdict."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from noroshi.jobs.sites.visiting import evidence_seed
from noroshi.sites.visit import Visit
from noroshi.sites.visit.evidence import write_package
from noroshi.spine.home import Home
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Database
from noroshi.spine.store.site_follows import SiteFollows
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.judged_pages import imitation
from noroshi.testing.site_reports import site_report, wanted

URL = "https://x7k2q9.test/login"


@dataclass(frozen=True, slots=True)
class FollowedHome:
    """A home, and its state."""

    home: Home
    database: Database

    def add(
        self,
        url: str = URL,
        *,
        number: int = 1,
        at: datetime = MADE_AT,
        words: str = "",
        change: Callable[[Visit], Visit] = lambda visit: visit,
    ) -> None:
        """Report a page, visit it a minute later, and find it harmful a minute after that."""
        report = site_report(number, wanted(url), at=at, words=words)
        SiteReports(self.database).take([report], at=at, most_waiting=99)
        seen_at = at + timedelta(minutes=1)
        path = "/" + url.split("/", 3)[3]
        seen = imitation(url.split("/")[2], path=path)
        seen = change(replace(seen, started=seen_at, ended=seen_at, screenshot=b"png"))
        place = write_package(seen, self.home.evidence / "visits", evidence_seed(self.home))
        queue, said_at = SiteQueue(self.database), at + timedelta(minutes=2)
        queue.record(
            SiteVisit(
                url=url, profile="mobile", started_at=seen_at, ended_at=seen_at, outcome="page",
                evidence=place.name,
            )
        )  # fmt: skip
        queue.judge(
            SiteVerdict(
                url=url, danger=SiteDanger.DANGEROUS, label="phish", score=0.97, brand="楽天カード",
                by="judge:sites.pages/1", at=said_at,
            )
        )  # fmt: skip
        SiteFollows(self.database).begin(url, said_at)
