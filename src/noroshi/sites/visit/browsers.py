"""Browsers: Chromium processes that are started, lent to visits, and started again when they die."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self

from playwright.async_api import Browser, Error, Playwright, async_playwright

from noroshi.sites.visit.confine import Cell, User
from noroshi.sites.visit.flags import DROPPED_DEFAULTS, LAUNCH_FLAGS, NOWHERE
from noroshi.sites.visit.memory import Family
from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError, SourceError

LAUNCH_S = 30.0
WATCH_S = 0.5
MOST_VISITS = 500
"""Visits of one shared process; then a new one takes its place."""


class Lent:
    """One process: its browser, the directory it lives in, and the visits it has seen."""

    def __init__(self, browser: Browser, cell: Cell, memory_bytes: int) -> None:
        self.browser, self.cell = browser, cell
        self.family = Family(cell.profile)
        self.visits = self.users = 0
        self.greedy = 0
        """Pages that were ended because they held too much memory."""
        self.hangs = False
        """Whether it left a visit waiting."""
        self._watch = asyncio.ensure_future(self._watching(memory_bytes))

    @property
    def is_fit(self) -> bool:
        """Whether another visit may use it."""
        return self.browser.is_connected() and not self.hangs and self.visits < MOST_VISITS

    async def _watching(self, memory_bytes: int) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            self.greedy += len(self.family.end_greedy(memory_bytes))

    async def end(self) -> None:
        """Stop the process and remove its directory."""
        self._watch.cancel()
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self.browser.close(), LAUNCH_S)
        self.cell.remove()


class Browsers:
    """Lends browsers; an asynchronous context manager.

    Args:
        user: Who they run as; null for the caller.
        fresh: A process of its own for each visit, instead of one for all with a context each.
        memory_bytes: Of one page's process; a larger one is ended.
    """

    def __init__(self, user: User | None, *, fresh: bool, memory_bytes: int) -> None:
        self._user, self._fresh, self._memory_bytes = user, fresh, memory_bytes
        self._shared: dict[Engine, Lent] = {}
        self._all: set[Lent] = set()
        self._lock = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for lent in tuple(self._all):
            await self._end(lent)
        await self._leave()

    @asynccontextmanager
    async def lend(self, engine: Engine, *, alone: bool = False) -> AsyncIterator[Lent]:
        """A browser for one visit.

        Args:
            engine: Which kind of Chromium.
            alone: A process of its own, though others share one.

        Raises:
            ConfigError: Chromium is missing or has no sandbox here.
            SourceError: It does not start.
        """
        lent = await self._taken(engine, alone=alone)
        lent.users += 1
        lent.visits += 1
        try:
            yield lent
        finally:
            lent.users -= 1
            if not lent.users and lent is not self._shared.get(engine):
                await self._end(lent)

    async def _taken(self, engine: Engine, *, alone: bool) -> Lent:
        async with self._lock:
            if self._fresh or alone:
                return await self._launched(engine)
            lent = self._shared.get(engine)
            if lent is None or not lent.is_fit:
                self._shared[engine] = await self._launched(engine)
                if lent is not None and not lent.users:
                    await self._end(lent)
            return self._shared[engine]

    async def _launched(self, engine: Engine) -> Lent:
        for _ in range(2):
            cell = Cell(engine, self._user)
            try:
                lent = Lent(await self._launch(cell), cell, self._memory_bytes)
            except Error as error:
                cell.remove()
                if "Connection closed" not in error.message:
                    raise _refusal(error) from error
                await self._leave()  # the driver is dead: a new one is started
            else:
                self._all.add(lent)
                return lent
        raise SourceError("the browser's driver ends at once; look whether memory is short")

    async def _launch(self, cell: Cell) -> Browser:
        if self._playwright is None:
            self._playwright = await self._stack.enter_async_context(async_playwright())
        return await self._playwright.chromium.launch(
            executable_path=cell.launcher,
            chromium_sandbox=True,
            downloads_path=cell.downloads,
            args=LAUNCH_FLAGS,
            ignore_default_args=DROPPED_DEFAULTS,
            proxy={"server": NOWHERE, "bypass": "<-loopback>"},
            timeout=LAUNCH_S * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def _end(self, lent: Lent) -> None:
        self._all.discard(lent)
        await lent.end()

    async def _leave(self) -> None:
        self._playwright = None
        with suppress(Error):
            await self._stack.aclose()


def _refusal(error: Error) -> ConfigError | SourceError:
    if "sandbox" in error.message.lower().replace("--no-sandbox", ""):
        return ConfigError(
            "Chromium finds no sandbox, and is never run without: allow user namespaces"
            " (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns=0;"
            " in a container a seccomp profile that permits clone with CLONE_NEWUSER)"
        )
    return SourceError(f"Chromium does not start: {error.message.splitlines()[0][:300]}")
