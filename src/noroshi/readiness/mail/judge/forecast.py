"""Forecast: how much mail a stricter policy would lose, by source and by fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from noroshi.readiness.interval import wilson
from noroshi.readiness.mail.analyse.sources import DAY_S, Seen, Source, day_text
from noroshi.readiness.mail.judge.blame import (
    FAULTS,
    LEGITIMATE,
    REMEDIES,
    Fault,
    Knowledge,
    SenderClass,
    sender_class,
)

GATE_SHARE = 0.001
GATE_DAYS = 14
"""Next stage: less than 0.1 % of legitimate mail fails, over 14 days."""


Policy = Literal["quarantine", "reject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLoss:
    """What one source would lose.

    Attributes:
        source: What reports say of it.
        kind: What it is.
        fault: Whose fault its failing mail is.
    """

    source: Source
    kind: SenderClass
    fault: Fault

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "source": self.source.address,
            "class": self.kind.value,
            "fault": self.fault.value,
            "messages": self.source.messages,
            "failed": self.source.failed,
            "days": len(self.source.daily),
            "reporters": sorted(self.source.reporters)[:10],
            "signers": sorted(self.source.foreign_dkim)[:10],
            "spf_domains": sorted(self.source.spf_domains)[:10],
            "remedy": REMEDIES[self.kind].as_dict() if self.source.failed else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What would be lost.

    Attributes:
        domain: The domain.
        policy: What would be asked for.
        days: First and last day seen; empty without reports.
        losses: By failing mail, most first.
        legitimate: Mail that somebody would miss.
        lost: How much of it fails.
        spoofed: Failing mail taken as forgery.
        unknown: Failing mail of sources that nobody knows.
        low: Lower end of the lost share.
        high: Upper end: 95 % interval with all unknown mail taken as legitimate.
        clean_days: Days in a row, to the last one seen, below the gate.
    """

    domain: str
    policy: Policy
    days: tuple[str, str] | tuple[()]
    losses: tuple[SourceLoss, ...]
    legitimate: int
    lost: int
    spoofed: int
    unknown: int
    low: float
    high: float
    clean_days: int

    @property
    def share(self) -> float:
        """Share of legitimate mail that would be lost."""
        return self.lost / self.legitimate if self.legitimate else 0.0

    @property
    def is_safe(self) -> bool:
        """Whether the gate is open: seen for 14 days, and below 0.1 % at the interval's upper end."""
        enough = self.clean_days >= GATE_DAYS and self.legitimate > 0
        return enough and self.high < GATE_SHARE

    def as_dict(self, *, most: int | None = None) -> dict[str, object]:
        """For machine output.

        Args:
            most: Sources that are told one by one, the worst first; all when left out.
        """
        return {
            "domain": self.domain,
            "policy": self.policy,
            "days": list(self.days),
            "legitimate": self.legitimate,
            "lost": self.lost,
            "share": self.share,
            "low": self.low,
            "high": self.high,
            "spoofed": self.spoofed,
            "unknown": self.unknown,
            "clean_days": self.clean_days,
            "safe": self.is_safe,
            "source_count": len(self.losses),
            "sources": [loss.as_dict() for loss in self.losses[:most]],
        }


def forecast(seen: Seen, known: Knowledge, policy: Policy) -> Forecast:
    """What a policy would lose of the mail that reports saw.

    Receivers that find a forwarder's ARC or list good may spare its mail; the forecast counts it as
    lost all the same, since nobody can promise that they will.
    """
    losses = [_loss(source, known) for source in seen.sources.values()]
    losses.sort(key=lambda loss: (-loss.source.failed, loss.source.address))
    good = [loss.source for loss in losses if loss.kind in LEGITIMATE]
    legitimate = sum(source.messages for source in good)
    lost = sum(source.failed for source in good)
    spoofed, unknown = (
        sum(loss.source.failed for loss in losses if loss.kind is kind)
        for kind in (SenderClass.SPOOFER, SenderClass.UNKNOWN)
    )
    low, _ = wilson(lost, legitimate)
    _, high = wilson(lost + unknown, legitimate + unknown)
    days = sorted(seen.days)
    return Forecast(
        domain=known.domain,
        policy=policy,
        days=(day_text(days[0]), day_text(days[-1])) if days else (),
        losses=tuple(losses),
        legitimate=legitimate,
        lost=lost,
        spoofed=spoofed,
        unknown=unknown,
        low=low,
        high=high,
        clean_days=_clean_days(days, losses),
    )


def _loss(source: Source, known: Knowledge) -> SourceLoss:
    kind = sender_class(source, known)
    return SourceLoss(
        source=source, kind=kind, fault=FAULTS[kind] if source.failed else Fault.NOBODY
    )


def _clean_days(days: Sequence[int], losses: Sequence[SourceLoss]) -> int:
    """Days in a row at the end that were seen and had no bad source of weight."""
    totals: dict[int, int] = {}
    failed: dict[int, int] = {}
    for loss in losses:
        if loss.kind not in LEGITIMATE:
            continue
        for day, (messages, lost) in loss.source.daily.items():
            totals[day] = totals.get(day, 0) + messages
            failed[day] = failed.get(day, 0) + lost
    count = 0
    for day in range(days[-1], days[0] - 1, -1) if days else ():
        # A day without a report says nothing, so the row of clean days ends there.
        if not totals.get(day) or failed[day] >= max(1, GATE_SHARE * totals[day]):
            break
        count += 1
    return count


def last_days(now: datetime, days: int) -> datetime:
    """The start of a time of so many days, at midnight UTC."""
    return datetime.fromtimestamp((int(now.timestamp()) // DAY_S - days) * DAY_S, UTC)
