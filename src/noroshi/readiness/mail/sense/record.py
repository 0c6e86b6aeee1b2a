"""Record: one row of an aggregate report, brought into the one form that is kept."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address

MOST_RESULTS = 100
"""DKIM results of one record (RFC 9990 section 3.1.1.11)."""

MOST_COUNT = 2**53
_MOST_REASONS = 20
_PASS = frozenset({"pass", "fail"})
_DISPOSITIONS = frozenset({"none", "pass", "quarantine", "reject"})
_DOMAIN = re.compile(r"[^\s@<>\"']{1,253}")

Row = tuple[object, ...]
"""One record, in the order of `ROW`."""

ROW = (
    "source", "count", "disposition", "dkim", "spf", "header_from", "envelope_from",
    "envelope_to", "reasons", "dkim_results", "spf_results",
)  # fmt: skip


def verdict_of(
    told: Mapping[str, str], reasons: Sequence[str], dkim: list[str], spf: list[str]
) -> Row:
    """All of a record behind its source and count.

    Args:
        told: Text of each element, by name.
        reasons: Why the receiver did otherwise than asked.
        dkim: Results as `result_of` gives them.
        spf: The same.
    """
    disposition = told.get("disposition", "").lower()
    by_dkim, by_spf = told.get("dkim", "").lower(), told.get("spf", "").lower()
    return (
        disposition if disposition in _DISPOSITIONS else "unknown",
        by_dkim if by_dkim in _PASS else "unknown",
        by_spf if by_spf in _PASS else "unknown",
        domain_of(told.get("header_from", "")),
        domain_of(told.get("envelope_from", "")),
        domain_of(told.get("envelope_to", "")),
        " ".join(word_of(reason.lower()) for reason in reasons[:_MOST_REASONS]),
        dkim,
        spf,
    )


def count_of(text: str) -> int | None:
    """Messages of a record; null where the text is no count."""
    if text.isascii() and text.isdecimal() and (count := int(text[:20])) <= MOST_COUNT:
        return count
    return None


@lru_cache(maxsize=1 << 14)
def source_of(text: str) -> str:
    """An address in its one spelling; empty where it is none."""
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 14)
def domain_of(text: str) -> str:
    """The domain of a name or address; its local part, which names a person, is dropped."""
    name = text.rpartition("@")[2].strip().rstrip(".>").lower()
    return name if _DOMAIN.fullmatch(name) else ""


def result_of(auth: Mapping[str, str]) -> str:
    """A result of DKIM or SPF in three words: result, domain, selector."""
    return _words(auth.get("result", ""), auth.get("domain", ""), auth.get("selector", ""))


@lru_cache(maxsize=1 << 14)
def _words(result: str, domain: str, selector: str) -> str:
    """Reports repeat few of them."""
    return " ".join(map(word_of, (result, domain, selector)))


def word_of(text: str) -> str:
    """A text as one word; a dash for an empty one."""
    return text[:253].replace(" ", "") or "-"
