"""Serving: VRPs of a validator's file or cache to routers, and never an emptied set."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from noroshi.jobs.readiness.last_good import LastGood, read_last_good, save_last_good
from noroshi.jobs.readiness.payload_source import read_payloads
from noroshi.readiness.rpki.judge.guard import GuardLimits, objection
from noroshi.readiness.rpki.rtr.answering import Answering
from noroshi.readiness.rpki.rtr.history import History
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.rtr.pdu import Timing
from noroshi.spine.home import Home
from noroshi.spine.model import NoroshiError, Text, rfc3339
from noroshi.spine.net.listen import Endpoint, Listener
from noroshi.spine.net.talk import TalkLimits, TalkServer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What is served, where and how.

    Attributes:
        source: File of a validator, or `rtr://HOST:PORT`.
        listen: Where routers connect.
        guard: How much of the set may go at once.
        timing: What routers are told.
        limits: What a router may take.
        allowed: Whether an address may connect.
    """

    source: str
    listen: Sequence[Endpoint]
    guard: GuardLimits
    timing: Timing
    limits: TalkLimits
    allowed: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What one look at the source came to.

    Attributes:
        outcome: `changed`, `unchanged`, or `kept` where the last good set stays.
        code: Why it stays; empty otherwise.
        text: The same as a sentence.
        vrps: VRPs that are served now.
        serial: Their serial.
    """

    outcome: str
    code: str = ""
    text: Text | None = None
    vrps: int
    serial: int

    def as_row(self, at: datetime) -> dict[str, object]:
        """As machine output has it."""
        told = self.text.as_dict() if self.text else None
        return {
            "at": rfc3339(at),
            "outcome": self.outcome,
            "code": self.code,
            "text": told,
            "vrps": self.vrps,
            "serial": self.serial,
        }


class VrpService:
    """Serves from `start` until `stop`; `refresh` looks at the source again.

    Args:
        home: Keeps the last good set.
        serving: What and how.
    """

    def __init__(self, home: Home, serving: Serving) -> None:
        self._home, self._serving = home, serving
        kept = read_last_good(home)
        # A new life of serial numbers unless the set is known: routers then ask for all of it.
        session = kept.session if kept else secrets.randbelow(1 << 16)
        self.history = History(session, kept.serial if kept else 0)
        if kept is not None:
            self.history.update(kept.payloads)
        listeners = [Listener.open(endpoint, 0) for endpoint in serving.listen]
        self.endpoints = [listener.endpoint for listener in listeners]
        self.server = TalkServer(
            listeners,
            serving.limits,
            lambda: Answering(self.history, serving.timing),
            serving.allowed,
        )

    def start(self) -> None:
        """Begin to answer; without a set yet, routers are told that there is no data."""
        self.server.start()

    def stop(self) -> None:
        """End."""
        self.server.stop()

    def refresh(self, now: datetime | None = None) -> Refreshed:
        """Look at the source, and serve what it gives if the guard lets it pass."""
        moment = now or datetime.now(UTC)
        try:
            offered = read_payloads(self._serving.source, moment)
        except NoroshiError as error:
            text = Text(ja=f"情報源を読めない：{error}", en=f"The source cannot be read: {error}")
            return self._kept("unreadable", text)
        old = self.history.payloads
        against = objection(
            len(offered.payloads),
            expired=offered.expired,
            last=len(old) if old is not None else None,
            limits=self._serving.guard,
        )
        if against is not None:
            return self._kept(*against)
        return self._served(offered.payloads)

    def _served(self, payloads: Payloads) -> Refreshed:
        history = self.history
        outcome = "unchanged"
        if history.update(payloads):
            outcome = "changed"
            kept = LastGood(payloads=payloads, session=history.session, serial=history.serial)
            save_last_good(self._home, kept)
            self.server.tell()
        return Refreshed(outcome=outcome, vrps=len(payloads), serial=history.serial)

    def _kept(self, code: str, text: Text) -> Refreshed:
        log.warning("the last good VRPs stay", code=code, reason=text.en)
        served = self.history.payloads
        return Refreshed(
            outcome="kept",
            code=code,
            text=text,
            vrps=len(served) if served is not None else 0,
            serial=self.history.serial,
        )
