"""Look: one page in one context of a browser: load, let it settle, click on, read, draw.

Nothing here types: no key is ever sent to a page.
"""

import asyncio
import base64
from collections.abc import Coroutine
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext, CDPSession, Dialog, Error, Page
from playwright.async_api import Download as PushedFile

from noroshi.sites.visit.agent import override, user_agent
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.browsers import Lent
from noroshi.sites.visit.certificate import read_certificate
from noroshi.sites.visit.clicks import harmless_button
from noroshi.sites.visit.profile import Profile
from noroshi.sites.visit.quarantine import Quarantine
from noroshi.sites.visit.recorder import Recorder, kept_url
from noroshi.sites.visit.rendered import read_page, stop_scripts
from noroshi.sites.visit.sight import Sight
from noroshi.sites.visit.visit import Certificate, Download, Exchange, Hop
from noroshi.spine.model import SourceError
from noroshi.spine.net.egress import EgressSession

T = TypeVar("T")

STEP_S = 0.05
OPEN_S = 30.0
"""For an empty page in a new context: a browser that takes longer hangs."""
READ_S = 20.0
"""For everything that is read of a loaded page."""
DRAW_S = 5.0
INTERRUPTED = "interrupted by another navigation"
ICON_BYTES = 256 * 1024
NO_BUFFERS = {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0, "maxPostDataSize": 0}
DIALOG_CHARS = 500


class Look:
    """One page. Use it once.

    Args:
        lent: The browser.
        egress: The open way out.
        profile: Who looks.
        bounds: What it may take.
        quarantine: Where pushed files go; null to throw them away.
    """

    def __init__(
        self,
        lent: Lent,
        egress: EgressSession,
        profile: Profile,
        bounds: VisitBounds,
        quarantine: Quarantine | None,
    ) -> None:
        self.sight = Sight()
        self.exchanges: tuple[Exchange, ...] = ()
        self._recorder: Recorder | None = None
        self._end_at = monotonic() + bounds.total_s
        self._lent, self._egress, self._profile = lent, egress, profile
        self._bounds, self._quarantine = bounds, quarantine
        self._windows = 0
        self._waits_for: float = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pressed: frozenset[str] = frozenset()
        self._fault: SourceError | None = None

    @property
    def chain(self) -> tuple[Hop, ...]:
        """Documents that it went through."""
        return self._recorder.chain() if self._recorder else ()

    async def at(self, url: str) -> None:
        """Look at an address; `sight`, `chain` and `exchanges` hold the result, whatever happens.

        Raises:
            Error: The browser died.
            TimeoutError: It hangs.
            SourceError: The disk took no file into quarantine.
        """
        context = await self._in_time(self._context(), OPEN_S)
        try:
            page, session = await self._in_time(self._page(context), OPEN_S)
            left_s = max(self._end_at - monotonic(), 0) + READ_S * (1 + self._profile.clicks)
            await self._in_time(self._go_or_crash(page, session, url), left_s)
        finally:
            await self._finish(context)

    async def _in_time(self, work: Coroutine[Any, Any, T], most_s: float) -> T:
        """What comes of it. A browser that leaves us waiting is lent to nobody again."""
        try:
            return await asyncio.wait_for(work, most_s)
        except TimeoutError:
            self._lent.hangs = True
            raise

    async def _go_or_crash(self, page: Page, session: CDPSession, url: str) -> None:
        going = asyncio.ensure_future(self._go(page, session, url))
        try:
            await asyncio.wait({going, self._ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            going.cancel()
        with suppress(asyncio.CancelledError):
            await going

    async def _go(self, page: Page, session: CDPSession, url: str) -> None:
        assert self._recorder is not None
        await self._load(page, url)
        if self._recorder.distrusted:  # a victim may go on all the same, and so do we
            await session.send("Security.setIgnoreCertificateErrors", {"ignore": True})
            await self._load(page, url)
            if INTERRUPTED in self.sight.failure:  # by the browser's own warning, which came late
                await self._load(page, url)
        if self._profile.returns:
            await self._load(page, url)
        if self.sight.failure:
            return
        await self._read(page, session)
        for _ in range(self._profile.clicks):
            if not await self._click(page):
                break
            await self._read(page, session)

    async def _context(self) -> BrowserContext:
        profile = self._profile
        return await self._lent.browser.new_context(
            proxy={"server": f"http://127.0.0.1:{self._egress.port}", "bypass": "<-loopback>"},
            user_agent=user_agent(profile, self._lent.browser.version),
            viewport={"width": profile.width, "height": profile.height},
            screen={"width": profile.width, "height": profile.height},
            device_scale_factor=profile.scale,
            is_mobile=profile.mobile,
            has_touch=profile.mobile,
            locale=profile.languages[0],
            timezone_id="Asia/Tokyo" if profile.languages[0] == "ja-JP" else "Europe/London",
            extra_http_headers=dict(profile.headers),
            service_workers="block",
            accept_downloads=True,
            permissions=[],
        )

    async def _page(self, context: BrowserContext) -> tuple[Page, CDPSession]:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        version = self._lent.browser.version
        self._recorder = Recorder(page, self._egress.report, self._bounds, self._egress.end)
        await session.send("Emulation.setUserAgentOverride", override(self._profile, version))
        await session.send("Page.enable")
        await session.send("Network.enable", NO_BUFFERS)  # certificates are kept from here on
        session.on("Page.frameScheduledNavigation", self._scheduled)
        page.on("crash", self._crash)
        page.on("dialog", lambda box: self._later(self._answer(box, session)))
        page.on("download", lambda pushed: self._later(self._take(pushed)))
        context.on("page", lambda window: self._later(self._close_window(window, session)))
        return page, session

    async def _load(self, page: Page, url: str) -> None:
        assert self._recorder is not None
        self._recorder.begin_again()
        self.sight.failure = ""
        left_ms = max(self._end_at - monotonic(), 0.001) * 1000
        referer = self._profile.referer or None
        try:
            await page.goto(url, wait_until="commit", timeout=left_ms, referer=referer)
            await self._settle(self._profile.settle_s)
        except Error as error:
            if self._lent.browser.is_connected() and not page.is_closed():
                self.sight.failure = error.message.splitlines()[0][:300]
                self.sight.late = "Timeout" in self.sight.failure
                self._recorder.distrust(error.message)
                if self._recorder.distrusted:
                    await self._settle(STEP_S)
                if "ERR_ABORTED" in error.message or "Download is starting" in error.message:
                    await self._settle(STEP_S)
                return
            raise

    async def _settle(self, least_s: float) -> None:
        """Until the page is loaded and quiet, or has had its time."""
        recorder, began = self._recorder, monotonic()
        assert recorder is not None
        end = min(began + self._bounds.busy_s + least_s, self._end_at)
        while (now := monotonic()) < end and not self.sight.crashed:
            quiet = now - recorder.touched > self._bounds.quiet_s and not recorder.is_busy
            if self._egress.report.ended is not None and quiet:
                return
            waited = now - began > least_s and now > self._waits_for
            if quiet and waited and (recorder.loaded or self.sight.failure) and not self._tasks:
                return
            await asyncio.sleep(STEP_S)

    async def _read(self, page: Page, session: CDPSession) -> None:
        async with asyncio.timeout(READ_S):
            self.sight.rendered = await read_page(page, session, self._bounds.html_chars)
            self.sight.final_url = page.url[:2000]
            self.sight.was_read = True
            self.sight.screenshot = await _draw(session) or self.sight.screenshot
            problem = self._recorder.distrusted if self._recorder else ""
            self.sight.certificate = await _certificate(page.url, session, problem)
            icon = self.sight.rendered.icon or urljoin(page.url, "/favicon.ico")
            self.sight.favicon = await _favicon(session, icon)

    async def _click(self, page: Page) -> bool:
        assert self._recorder is not None
        found = self.sight.rendered
        button = harmless_button(found.buttons, found.fields, self._pressed)
        if button is None or monotonic() > self._end_at:
            return False
        self._pressed |= {button.text}
        self._recorder.clicking = True
        await page.mouse.move(button.x / 2, button.y / 2)
        if self._profile.mobile:
            await page.touchscreen.tap(button.x, button.y)
        else:
            await page.mouse.click(button.x, button.y, delay=40)
        await self._settle(min(self._profile.settle_s, 1.0))
        return True

    async def _answer(self, box: Dialog, session: CDPSession) -> None:
        """A box is noted and dismissed; a page that goes on has its script ended."""
        dialogs = self.sight.dialogs
        if len(dialogs) < self._bounds.dialogs:
            dialogs.append(box.message[:DIALOG_CHARS])
        else:  # at once, not after each other: the browser answers neither while the box is open
            self._later(stop_scripts(session))
        await box.dismiss()

    async def _close_window(self, window: Page, session: CDPSession) -> None:
        self._windows += 1
        if self._windows > self._bounds.popups:
            await stop_scripts(session)
        window.on("download", lambda pushed: self._later(self._take(pushed)))
        await window.close()

    async def _take(self, pushed: PushedFile) -> None:
        """A pushed file goes to quarantine and leaves no copy."""
        taken = self.sight.downloads
        if len(taken) >= self._bounds.downloads or self._quarantine is None:
            await pushed.cancel()
            return
        path = await pushed.path()
        if path.stat().st_size <= self._bounds.received_bytes:
            octets = await asyncio.to_thread(path.read_bytes)
            digest = await asyncio.to_thread(self._quarantine.put, octets)
            name = pushed.suggested_filename[:200]
            url = kept_url(pushed.url)
            taken.append(Download(url=url, name=name, size_bytes=len(octets), sha256=digest))
        await pushed.delete()

    def _scheduled(self, event: dict[str, Any]) -> None:
        """The page will go elsewhere by itself (meta refresh, script): that is waited for."""
        delay = event.get("delay")
        if isinstance(delay, int | float) and 0 <= delay <= self._bounds.busy_s:
            self._waits_for = monotonic() + delay + 0.5

    def _crash(self, _: Page) -> None:
        self.sight.crashed = True
        if not self._ended.done():
            self._ended.set_result(None)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        """What belongs to a page that is gone has nothing left to do."""
        with suppress(Error, TimeoutError):
            try:
                await work
            except SourceError as error:
                self._fault = error

    async def _finish(self, context: BrowserContext) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        with suppress(Error, TimeoutError):
            if self._recorder is not None:
                self.exchanges = await asyncio.wait_for(self._recorder.exchanges(), READ_S)
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(context.close(), READ_S)
        if self._fault is not None:
            raise self._fault


async def _draw(session: CDPSession) -> bytes:
    asked = {"format": "png", "optimizeForSpeed": True}
    try:
        answer = await asyncio.wait_for(session.send("Page.captureScreenshot", asked), DRAW_S)
    except (Error, TimeoutError):
        return b""
    return base64.b64decode(answer["data"])


async def _certificate(url: str, session: CDPSession, problem: str) -> Certificate | None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        return None
    asked = {"origin": f"https://{parts.netloc}"}
    table = (await session.send("Network.getCertificate", asked))["tableNames"]
    return read_certificate(base64.b64decode(table[0]), problem) if table else None


async def _favicon(session: CDPSession, url: str) -> bytes:
    """Fetched by the browser itself, so through the same way out."""
    if urlsplit(url).scheme not in ("http", "https"):
        return b""
    try:
        tree = await session.send("Page.getFrameTree")
        asked = {
            "frameId": tree["frameTree"]["frame"]["id"],
            "url": url,
            "options": {"disableCache": False, "includeCredentials": False},
        }
        found = (await session.send("Network.loadNetworkResource", asked))["resource"]
        if not found.get("success") or found.get("httpStatusCode") != 200 or "stream" not in found:
            return b""
        place = {"handle": found["stream"], "size": ICON_BYTES}
        piece = await session.send("IO.read", place)
        await session.send("IO.close", {"handle": found["stream"]})
    except Error:
        return b""
    data = piece["data"]
    return base64.b64decode(data) if piece.get("base64Encoded") else data.encode()
