"""Job: who looks at pages to judge them: the guarded visitor, on the net or on a server of this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from noroshi.jobs.sites.judging import LookAt
from noroshi.jobs.sites.visiting import opened_visitor, profile_named
from noroshi.sites.visit import Visit
from noroshi.sites.visit.profile import through
from noroshi.spine.home import Home
from noroshi.spine.model.site_report import Channel
from noroshi.spine.net.egress import Stage
from noroshi.spine.net.web_server import WebServer

PLAYED_FROM = {"desktop": "203.0.113.7", "returning": "198.51.100.7"}
"""Where profiles seem to come from on a played server, told in X-Forwarded-For."""


@asynccontextmanager
async def opened_looks(server: WebServer | None, home: Home) -> AsyncIterator[LookAt]:
    """A way to look, while entered.

    Args:
        server: Plays every host, so that nothing leaves this machine; null for the net itself.
        home: Bounds of visits, and the quarantine.

    Raises:
        ConfigError: Chromium or Playwright is missing, or cannot be confined here.
        SourceError: Chromium does not start.
    """
    stage = stage_of(server) if server else None
    async with opened_visitor(home, stage=stage) as visitor:

        async def look(url: str, profile: str, *, channel: Channel | None = None) -> Visit:
            who = profile_named(profile)
            if channel is not None:
                who = through(who, channel)
            if stage is None:
                return await visitor.visit(url, who)
            address = PLAYED_FROM.get(profile)
            headers = (("X-Forwarded-For", address),) if address else ()
            visit = await visitor.visit(url, replace(who, headers=headers))
            # The played server's own certificate tells nothing of the page.
            return replace(visit, certificate=None)

        yield look


@asynccontextmanager
async def opened_when_needed(server: WebServer | None, home: Home) -> AsyncIterator[LookAt]:
    """The same, with a browser that is started by the first look: most times none is needed.

    The first look raises what `opened_looks` does.
    """
    async with AsyncExitStack() as stack:
        started: list[LookAt] = []
        turn = asyncio.Lock()

        async def look(url: str, profile: str, *, channel: Channel | None = None) -> Visit:
            async with turn:
                if not started:
                    started.append(await stack.enter_async_context(opened_looks(server, home)))
            return await started[0](url, profile, channel=channel)

        yield look


def stage_of(server: WebServer) -> Stage:
    """Every name and address of others, played by a server of this machine."""
    return Stage(plain_port=server.plain_port, tls_port=server.tls_port, addresses=True)
