"""Sources: what reports say of each address that sent in a domain's name.

Records are grouped by column before any of them is looked at, so a report of a million costs what its
different addresses cost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from noroshi.readiness.mail.dmarc import listed_organization
from noroshi.readiness.mail.shelf import read_shelf

COLUMNS = [
    "begin_s", "end_s", "org", "domain", "source", "count", "dkim", "spf", "header_from", "reasons",
    "dkim_results", "spf_results",
]  # fmt: skip

FORWARDED = frozenset({"forwarded", "trusted_forwarder", "mailing_list"})
"""Reasons by which a receiver says that mail came over somebody (RFC 9990)."""

DAY_S = 86_400
MOST_SOURCES = 1_000_000

_BETWEEN = "\x1f"
"""Joins results to one text; no XML document can hold it (XML 1.0 section 2.2)."""

_PASSES = rf"(?i)(?:^|{_BETWEEN})pass(?: |{_BETWEEN}|$)"
_REPORT = ["org", "begin_s", "end_s"]
_KEYS = ["source", "org", "day", "passed", "author", "dkim_results", "spf_results", "reasons"]
_SUMS = ["low_sum", "high_sum"]
_LOW_HALF = 0xFFFF_FFFF
_NEVER_S = 1 << 62
_REMEMBERED = 1 << 14


@dataclass(slots=True, kw_only=True)
class Source:
    """One address. Collections of one element are shared between sources: read them only.

    Attributes:
        address: The address.
        messages: All mail from it in the domain's name.
        passed: Mail that passed DMARC.
        failed: Mail that failed.
        forwarded: Failed mail of which the receiver says that it was forwarded.
        foreign_dkim: Signers of failed mail whose signatures are good but not of the domain.
        spf_domains: Domains whose SPF passed for failed mail.
        broken_dkim: Failed mail with a signature of the domain that did not verify.
        daily: Mail and failed mail by day since 1970.
        reporters: Who saw it.
        selectors: Selectors of the domain that it signs by.
    """

    address: str
    messages: int = 0
    passed: int = 0
    forwarded: int = 0
    broken_dkim: int = 0
    foreign_dkim: dict[str, int] = field(default_factory=lambda: _NO_COUNTS)
    spf_domains: dict[str, int] = field(default_factory=lambda: _NO_COUNTS)
    daily: dict[int, tuple[int, int]] = field(default_factory=lambda: _NO_DAYS)
    reporters: set[str] = field(default_factory=lambda: _NO_NAMES)
    selectors: set[str] = field(default_factory=lambda: _NO_NAMES)

    @property
    def failed(self) -> int:
        """Mail that failed DMARC."""
        return self.messages - self.passed


_NO_COUNTS: dict[str, int] = {}
_NO_DAYS: dict[int, tuple[int, int]] = {}
_NO_NAMES: set[str] = set()


@dataclass(slots=True, kw_only=True)
class Seen:
    """All sources of a domain in a time.

    Attributes:
        sources: By address.
        days: Days with mail, since 1970.
        reports: Number of pairs of reporter and period.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    days: set[int] = field(default_factory=set)
    reports: set[tuple[str, int, int]] = field(default_factory=set)


def read_sources(
    folder: Path, domains: Iterable[str], *, start: datetime | None, end: datetime | None
) -> Seen:
    """What the shelf of aggregate reports says of some policy domains.

    Args:
        folder: The shelf.
        domains: Policy domains, or author's domains below them.
        start: Reports that end before are left out.
        end: Reports that begin at it or later are left out.
    """
    wanted = {domain.lower() for domain in domains}
    low = ceil(start.timestamp()) if start else 0
    high = ceil(end.timestamp()) if end else _NEVER_S
    seen = Seen()
    for table in read_shelf(folder, COLUMNS, wanted):
        ends, begins = table["end_s"], table["begin_s"]
        in_time = _do("and", _do("greater_equal", ends, low), _do("less", begins, high))
        there = table.filter(in_time)
        seen.reports.update(_rows(there.group_by(_REPORT).aggregate([])))
        _add(seen, _grouped(there.filter(there["source"].is_valid())))
    return seen


def _grouped(table: pa.Table) -> pa.Table:
    """Records that say the same, as one, with their messages; in the order of the first of each."""
    passed = _do("or_kleene", *(_do("equal", table[name], "pass") for name in ("dkim", "spf")))
    passed = _do("coalesce", passed, False)
    spf = _joined(table, "spf_results")
    # What does not vouch for failed mail tells nothing, and would keep records apart.
    vouches = pc.call_function("match_substring_regex", [spf], pc.MatchSubstringOptions(_PASSES))
    vouches = _do("and", vouches, _do("invert", passed))
    has_author = _do("coalesce", _do("not_equal", table["header_from"], ""), False)
    columns = {
        "source": table["source"],
        "org": table["org"],
        "day": _do("divide", table["begin_s"], DAY_S),
        "passed": passed,
        "author": _do("if_else", has_author, table["header_from"], table["domain"]),
        "dkim_results": _joined(table, "dkim_results"),
        "spf_results": _do("if_else", vouches, spf, ""),
        "reasons": _do("if_else", passed, "", _do("coalesce", table["reasons"], "")),
        "low": _do("bit_wise_and", table["count"], _LOW_HALF),
        "high": _do("shift_right", table["count"], 32),
        "place": pa.array(range(len(table)), pa.int64()),
    }
    # Halves keep the sums of hostile counts within 64 bits.
    grouping = pa.table(columns).group_by(_KEYS)
    groups = grouping.aggregate([("low", "sum"), ("high", "sum"), ("place", "min")])
    return groups.sort_by("place_min").select([*_KEYS, *_SUMS])


def _do(name: str, *values: object) -> Any:  # noqa: ANN401  # a column of whatever type comes out
    """A function of Arrow by its name, which takes plain values beside columns."""
    return pc.call_function(name, list(values))


def _joined(table: pa.Table, name: str) -> Any:  # noqa: ANN401  # as above
    """A column of lists as one of texts."""
    return _do("coalesce", _do("binary_join", table[name], _BETWEEN), "")


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _add(seen: Seen, groups: pa.Table) -> None:
    for address, org, day, passed, author, dkim, spf, reasons, low, high in _rows(groups):
        source = seen.sources.get(address)
        if source is None:
            if len(seen.sources) >= MOST_SOURCES:
                continue
            source = seen.sources[address] = Source(address=address)
        count = (high << 32) + low
        source.messages += count
        source.passed += count if passed else 0
        seen.days.add(day)
        source.reporters = _named(source.reporters, org)
        source.daily = _dated(source.daily, day, count, 0 if passed else count)
        _take(source, _said(author, dkim, spf, reasons, passed=passed), count)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one kind of record says beside its count: each domain as often as it stands there."""

    selectors: tuple[str, ...]
    broken: int
    foreign: tuple[str, ...]
    vouching: tuple[str, ...]
    forwarded: bool


@lru_cache(_REMEMBERED)
def _said(author: str, dkim: str, spf: str, reasons: str, *, passed: bool) -> _Said:
    own = listed_organization(author)
    selectors: list[str] = []
    foreign: list[str] = []
    broken = 0
    for result, domain, selector in _results(dkim):
        is_own = bool(domain) and listed_organization(domain) == own
        if is_own and result == "pass":
            selectors.append(selector)
        elif is_own and not passed:
            broken += 1
        elif result == "pass" and not passed:
            foreign.append(domain)
    vouching = [domain for result, domain, _ in _results(spf) if result == "pass" and domain]
    return _Said(
        selectors=tuple(selectors),
        broken=broken,
        foreign=tuple(foreign),
        vouching=tuple(vouching),
        forwarded=not FORWARDED.isdisjoint(reasons.split()),
    )


def _take(source: Source, said: _Said, count: int) -> None:
    for selector in said.selectors:
        source.selectors = _named(source.selectors, selector)
    source.broken_dkim += said.broken * count
    for domain in said.foreign:
        source.foreign_dkim = _counted(source.foreign_dkim, domain, count)
    for domain in said.vouching:
        source.spf_domains = _counted(source.spf_domains, domain, count)
    source.forwarded += count if said.forwarded else 0


def _results(texts: str) -> Iterator[tuple[str, str, str]]:
    for text in texts.split(_BETWEEN) if texts else ():
        result, domain, selector, *_ = [*text.split(" "), "-", "-", "-"]
        yield result.lower(), "" if domain == "-" else domain.lower(), selector


# Most sources have one day, one reporter and one selector: those are one object for all of them, so a
# collection of one element is copied before it grows.


def _named(names: set[str], name: str) -> set[str]:
    if name in names:
        return names
    if not names:
        return _only_name(name)
    grown = set(names) if len(names) == 1 else names
    grown.add(name)
    return grown


def _counted(counts: dict[str, int], name: str, count: int) -> dict[str, int]:
    if not counts:
        return _only_count(name, count)
    grown = dict(counts) if len(counts) == 1 else counts
    grown[name] = grown.get(name, 0) + count
    return grown


def _dated(days: dict[int, tuple[int, int]], day: int, count: int, failed: int) -> dict[int, tuple[int, int]]:  # fmt: skip
    if not days:
        return _only_day(day, count, failed)
    grown = dict(days) if len(days) == 1 else days
    before = grown.get(day, (0, 0))
    grown[day] = before[0] + count, before[1] + failed
    return grown


@lru_cache(_REMEMBERED)
def _only_name(name: str) -> set[str]:
    return {name}


@lru_cache(_REMEMBERED)
def _only_count(name: str, count: int) -> dict[str, int]:
    return {name: count}


@lru_cache(_REMEMBERED)
def _only_day(day: int, count: int, failed: int) -> dict[int, tuple[int, int]]:
    return {day: (count, failed)}


def day_text(day: int) -> str:
    """A day since 1970 as ISO 8601."""
    return datetime.fromtimestamp(day * DAY_S, UTC).date().isoformat()
