"""Site cases for tests: a home in which pages were reported, visited and judged. Reserved names only."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from noroshi.jobs.sites.intake import Said, site_intake
from noroshi.jobs.sites.verdicts import VerdictDesk
from noroshi.jobs.sites.working import site_worker, work_off
from noroshi.sites.visit import Visit
from noroshi.spine.home import Home
from noroshi.spine.model import Detector
from noroshi.spine.model.site_report import Channel, url_id
from noroshi.spine.store import Store
from noroshi.testing.judged_pages import article, imitation
from noroshi.testing.visits import page_visit

AT = datetime(2026, 1, 5, tzinfo=UTC)
BAD = "https://x7k2q9.test/login"
TWIN = "https://p4w8zt.test/login"
GOOD = "https://news.test/1"
BAD_CASE, TWIN_CASE, GOOD_CASE = url_id(BAD), url_id(TWIN), url_id(GOOD)


def picture(width: int = 40, height: int = 60, text: str = "") -> bytes:
    """A PNG of one colour; with words that a viewer does not see in its metadata."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415  # beside what it is for

    info = PngInfo()
    if text:
        info.add_text("Comment", text)
    made = BytesIO()
    Image.new("RGB", (width, height), (200, 60, 40)).save(made, "PNG", pnginfo=info)
    return made.getvalue()


async def look(url: str, profile: str, *, channel: Channel | None = None) -> Visit:  # noqa: ARG001  # what every looker takes
    """What a browser would have seen: an imitation, or an article on a host named `news`."""
    html = article().html + "<p>本文</p>" * 60 if "news" in url else imitation().html
    visit = page_visit(url, html, profile=profile)
    return replace(visit, screenshot=picture(), started=AT, ended=AT)


def add_cases(home: Home, store: Store, urls: Sequence[str] = (BAD, TWIN, GOOD)) -> None:
    """Report pages, visit and judge them."""
    intake = site_intake(home.settings, store.database, lambda: AT, home.path)
    intake.take([Said(channel=Channel.FORM, source="form", urls=urls)])
    detector = Detector(name="sites.pages", version="1")
    run = store.begin_run("sites.work", detector=detector, window=None, inputs={}, at=AT)
    worker = site_worker(home, store, look, run=run, clock=lambda: AT)

    async def work() -> None:
        async for _ in work_off(worker, concurrent=1, once=True, stop=asyncio.Event()):
            pass

    asyncio.run(work())


def desk(home: Home, store: Store, name: str, at: datetime = AT) -> VerdictDesk:
    """Where a person works on verdicts."""
    return VerdictDesk(home=home, store=store, by=f"user:{name}", clock=lambda: at)
