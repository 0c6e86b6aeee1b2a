"""Visitor: from an address and a profile to the record of a visit."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Self

import msgspec
from playwright.async_api import Error

from noroshi.sites.sense import mask_victim
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.browsers import Browsers
from noroshi.sites.visit.confine import User
from noroshi.sites.visit.look import Look
from noroshi.sites.visit.outcome import ending
from noroshi.sites.visit.profile import Profile
from noroshi.sites.visit.quarantine import Quarantine
from noroshi.sites.visit.visit import Outcome, Visit
from noroshi.spine.model import canonical_url
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.egress import EgressSession, Stage

LOST = (Error, TimeoutError, KeyError, msgspec.ValidationError)
"""The browser died, hangs, or answers in another shape than its protocol has."""


class Visitor:
    """Visits pages, several at a time if asked; an asynchronous context manager."""

    def __init__(
        self,
        *,
        user: User | None,
        quarantine: Quarantine | None = None,
        destinations: Destinations | None = None,
        bounds: VisitBounds | None = None,
        stage: Stage | None = None,
        fresh: bool = False,
    ) -> None:
        """A visitor.

        Args:
            user: Who the browser runs as (`browser_user`).
            quarantine: Where pushed files go; thrown away when left out.
            destinations: Where pages may lead; global addresses only when left out.
            bounds: What a visit may take.
            stage: Names that are played on this machine.
            fresh: A browser of its own for each visit, not a context of a shared one.
        """
        self._bounds = bounds or VisitBounds()
        self._quarantine, self._stage = quarantine, stage
        self._destinations = destinations or Destinations()
        self._browsers = Browsers(user, fresh=fresh, memory_bytes=self._bounds.memory_bytes)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._browsers)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def visit(self, url: str, profile: Profile) -> Visit:
        """Look at an address, without the parts that would tell whom it was sent to.

        A visit whose browser or page crashed is made once more, in a browser of its own: a
        neighbour in the shared one may have been the cause.

        Raises:
            InputError: It is no web address.
            ConfigError: Chromium is missing, or cannot be confined here.
            SourceError: Chromium does not start.
        """
        address = canonical_url(mask_victim(url))
        visit = await self._once(address, profile, alone=False)
        if visit.outcome is Outcome.CRASHED:
            visit = await self._once(address, profile, alone=True)
        return visit

    async def _once(self, url: str, profile: Profile, *, alone: bool) -> Visit:
        started = datetime.now(UTC)
        session = EgressSession(self._destinations, bounds=self._bounds.egress, stage=self._stage)
        async with session, self._browsers.lend(profile.engine, alone=alone) as lent:
            greedy, hung = lent.greedy, False
            look = Look(lent, session, profile, self._bounds, self._quarantine)
            try:
                await look.at(url)
            except LOST:
                hung = not look.sight.was_read
            look.sight.greedy = look.sight.crashed and lent.greedy > greedy
            look.sight.crashed |= hung
        return _visit(url, profile, started, look, session)


def _visit(
    url: str, profile: Profile, started: datetime, look: Look, session: EgressSession
) -> Visit:
    sight, chain = look.sight, look.chain
    outcome, detail = ending(sight, chain, session.report)
    shown = sight.rendered
    return Visit(
        url=url,
        profile=profile.name,
        started=started,
        ended=datetime.now(UTC),
        outcome=outcome,
        detail=detail,
        chain=chain,
        final_url=sight.final_url or (chain[-1].url if chain else url),
        title=shown.title,
        html=shown.html,
        text=shown.text,
        fields=tuple(shown.fields),
        links=tuple(shown.links),
        exchanges=look.exchanges,
        certificate=sight.certificate,
        downloads=tuple(sight.downloads),
        favicon=sight.favicon,
        screenshot=sight.screenshot,
        dialogs=tuple(sight.dialogs),
    )
