"""Other reports: what TLS and failure reports say of a domain, before and within the last days."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from noroshi.readiness.mail.analyse.sources import DAY_S
from noroshi.readiness.mail.shelf import read_shelf

Kind = TypeVar("Kind")

MOST_KINDS = 10_000
"""Kinds that are told apart; a sender of reports can make up as many as it likes."""


@dataclass(slots=True, kw_only=True)
class TlsSeen:
    """Sessions towards a domain.

    Attributes:
        sessions: All of the last days.
        failed: Failed ones of the last days.
        sessions_before: All before.
        failed_before: Failed ones before.
        kinds: (failure, host that received) -> failed sessions of the last days.
    """

    sessions: int = 0
    failed: int = 0
    sessions_before: int = 0
    failed_before: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(slots=True, kw_only=True)
class FailuresSeen:
    """Single messages that failed, as others reported them.

    Attributes:
        reports: Of the last days.
        reports_before: Before.
        undated: Without a time, and so in neither.
        kinds: What failed -> reports of the last days.
        sources: Address that sent -> reports of the last days.
    """

    reports: int = 0
    reports_before: int = 0
    undated: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)


def read_tls(folder: Path, domain: str, *, start_s: float, since_s: int, end_s: float) -> TlsSeen:
    """What TLS reports say.

    Args:
        folder: The shelf.
        domain: The policy domain.
        start_s: Reports that begin before are left out.
        since_s: From here on are the last days.
        end_s: Reports that begin at it or later are left out.
    """
    seen = TlsSeen()
    columns = ["begin_s", "failure", "sessions", "failed", "mx"]
    for table in read_shelf(folder, columns, {domain}, named=("domain",)):
        for row in table.to_pylist():
            if start_s <= row["begin_s"] < end_s:
                _add_tls(seen, row, is_recent=row["begin_s"] >= since_s)
    return seen


def _add_tls(seen: TlsSeen, row: dict[str, Any], *, is_recent: bool) -> None:
    """Count a row: one of a policy tells all sessions, one of a kind only what failed."""
    if row["failure"]:
        if is_recent:
            _count(seen.kinds, (row["failure"], row["mx"]), row["failed"])
    elif is_recent:
        seen.sessions += row["sessions"]
        seen.failed += row["failed"]
    else:
        seen.sessions_before += row["sessions"]
        seen.failed_before += row["failed"]


def read_failures(
    folder: Path, domain: str, *, start_s: float, since_s: int, end_s: float
) -> FailuresSeen:
    """What failure reports say; times as for `read_tls`."""
    seen = FailuresSeen()
    for table in read_shelf(folder, ["at_s", "source", "failed"], {domain}, named=("domain",)):
        for row in table.to_pylist():
            at_s = row["at_s"]
            if not at_s:
                seen.undated += 1
            elif since_s <= at_s < end_s:
                seen.reports += 1
                _count(seen.kinds, row["failed"] or "?", 1)
                _count(seen.sources, row["source"] or "?", 1)
            elif start_s <= at_s < end_s:
                seen.reports_before += 1
    return seen


def recent_since(today: int, days: int) -> int:
    """Unix time from which on are the last days; `today` is counted in days since 1970."""
    return (today - days) * DAY_S


def _count(counts: Counter[Kind], kind: Kind, number: int) -> None:
    if kind in counts or len(counts) < MOST_KINDS:
        counts[kind] += number
