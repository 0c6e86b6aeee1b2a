"""Site reports for tests: documentation names only."""

from datetime import datetime

from noroshi.spine.model.receipt import receipt_number
from noroshi.spine.model.site_report import Channel, SiteReport, WantedUrl
from noroshi.testing.findings import MADE_AT


def wanted(
    url: str = "http://login.bank.example/", *, lead_s: int = 0, allowed: bool = False
) -> WantedUrl:
    """A URL that waits."""
    return WantedUrl(
        url=url,
        host=url.split("/")[2],
        score=0.5,
        lead_s=lead_s,
        reasons=(f"lead:{lead_s}",),
        allowed=allowed,
    )


def site_report(
    number: int, *urls: WantedUrl, at: datetime = MADE_AT, origin: str = "", words: str = ""
) -> SiteReport:
    """A report with the receipt of a number."""
    return SiteReport(
        receipt=receipt_number(number),
        channel=Channel.FORM,
        source="form",
        received_at=at,
        urls=urls,
        words=words,
        origin=origin,
    )
