"""Plain report: an aggregate report as nearly all are written, read by patterns.

They hold the elements of RFC 9990 and RFC 7489 in the order of the schema, and text without references,
comments or anything else that XML allows beside. What fits is well-formed and means what a parser says
of it; at the first thing that does not, these functions give null and a parser reads on from there.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from noroshi.readiness.mail.sense.record import MOST_RESULTS, Row, result_of, verdict_of

MOST_TEXT = 4_096
"""Characters of one element."""

MOST_REMEMBERED, LONGEST_REMEMBERED = 2_048, 2_048
"""Parts of reports, and characters of each, that are remembered."""

END = "</record>"

_S = r"[ \t\r\n]{0,999}"
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]{0,4096}"  # as many as `MOST_TEXT`
_ATTRIBUTE = r"[ \t\r\n]([A-Za-z_][A-Za-z0-9_.:-]*)=\"[ !#-%'-;?-~]*\""
_VERSION = r"<\?xml version=(?:\"1\.0\"|'1\.0')"
_ENCODING = r" encoding=(?:\"[Uu][Tt][Ff]-8\"|'[Uu][Tt][Ff]-8')"
_BEGIN = re.compile(
    rf"\ufeff?(?:{_VERSION}(?:{_ENCODING})? ?\?>)?{_S}<feedback((?:{_ATTRIBUTE})*)>{_S}"
)
_HEAD = re.compile(rf"<(/?(?:report_metadata|date_range|policy_published))>{_S}")
_OPEN = re.compile(
    rf"{_S}<record>{_S}<row>{_S}<source_ip>({_TEXT})</source_ip>{_S}<count>({_TEXT})</count>{_S}"
)
_PARTS = re.compile(rf"<(/?(?:policy_evaluated|row|identifiers|identities|auth_results))>{_S}")
_REASONS = re.compile(rf"<(/?reason)>{_S}")
_RESULTS = re.compile(rf"<(/?(?:dkim|spf))>{_S}")
_CLOSE = re.compile(rf"{_S}</feedback>")
_LEAF = re.compile(rf"<([A-Za-z_][A-Za-z0-9_.-]*)(?: ?/>|>({_TEXT})</\1>){_S}")

_HEAD_TAGS = [
    "report_metadata", "date_range", "/date_range", "/report_metadata",
    "policy_published", "/policy_published",
]  # fmt: skip
_PART_TAGS = tuple(
    ["policy_evaluated", "/policy_evaluated", "/row", who, f"/{who}", "auth_results", "/auth_results"]
    for who in ("identifiers", "identities")
)  # fmt: skip
_OF_OTHERS = frozenset({"record", "feedback"})
"""Names of elements that mean something wherever they stand."""

Pairs = tuple[tuple[str, str], ...]
Told = TypeVar("Told")


def plain_head(text: str) -> tuple[dict[str, str], int] | None:
    """What is told before the first record, and where that begins; null where it is unusual."""
    begun = _BEGIN.match(text)
    if begun is None or not _is_each_once(begun[1]):
        return None
    end = text.find("<record>", begun.end())
    if end < 0 and (end := text.find("</feedback>", begun.end())) < 0:
        return None
    parts = _HEAD.split(text[begun.end() : end])
    if parts[1::2] != _HEAD_TAGS:
        return None
    before, first, dates, last, between, policy, behind = parts[::2]
    told = [_pairs(first), _pairs(dates), _known(last), _known(policy)]
    if between or None in (_known(before), _known(behind), *told):
        return None
    return {name: text for pairs in told for name, text in pairs or ()}, end


def plain_records(text: str, at: int) -> Iterator[tuple[str, str, Row, int]]:
    """Source, count, verdict and end of each record from a place on, up to one that is unusual or cut."""
    while begun := _OPEN.match(text, at):
        end = text.find(END, begun.end())
        verdict = _verdict(text[begun.end() : end]) if end >= 0 else None
        if verdict is None:
            return
        at = end + len(END)
        yield begun[1].strip(), begun[2].strip(), verdict, at


def is_closed(text: str, at: int) -> bool:
    """Whether the report ends at a place."""
    return _CLOSE.match(text, at) is not None


def _is_each_once(attributes: str) -> bool:
    names = re.findall(_ATTRIBUTE, attributes)
    return len(names) == len(set(names))


def _remembered(read: Callable[[str], Told]) -> Callable[[str], Told]:
    """A reader that knows what it read of late: reports repeat themselves; long texts are forgotten."""
    known = lru_cache(maxsize=MOST_REMEMBERED)(read)
    return lambda text: known(text) if len(text) <= LONGEST_REMEMBERED else read(text)


@_remembered
def _verdict(text: str) -> Row | None:
    """What a record tells behind its count; null where that is unusual."""
    parts = _PARTS.split(text)
    if parts[1::2] not in _PART_TAGS:
        return None
    before, policy, after, behind, who, between, auth, last = parts[::2]
    named, results = _known(who), _results(auth)
    judged = _judged(policy)
    if before or after or behind or between or last:
        return None
    if named is None or results is None or judged is None:
        return None
    told = dict(judged[0] + named)
    if "source_ip" in told or "count" in told:
        return None
    return verdict_of(told, judged[1], results["dkim"], results["spf"])


@_remembered
def _judged(text: str) -> tuple[Pairs, list[str]] | None:
    """What the receiver evaluated, and its reasons to do otherwise than asked."""
    told, reasons = list[tuple[str, str]](), list[str]()
    parts = _REASONS.split(text)
    if parts[1::2] != ["reason", "/reason"] * (len(parts) // 4):
        return None
    for place, part in enumerate(parts[::2]):
        pairs = _pairs(part)
        if pairs is None:
            return None
        if place % 2:
            reasons += [kind for name, kind in pairs if name == "type"]
        else:
            told += pairs
    return tuple(told), reasons


def _results(text: str) -> dict[str, list[str]] | None:
    """Results of DKIM and of SPF."""
    found: dict[str, list[str]] = {"dkim": [], "spf": []}
    parts = _RESULTS.split(text)
    if any(parts[::4]) or len(parts) % 4 != 1:
        return None
    for name, told, end in zip(parts[1::4], parts[2::4], parts[3::4], strict=True):
        pairs = _known(told)
        if pairs is None or end != f"/{name}" or name not in found:
            return None
        if len(found[name]) < MOST_RESULTS:
            found[name].append(result_of(dict(pairs)))
    return found


def _pairs(text: str) -> Pairs | None:
    """Name and text of each element of some that hold text alone; null where others stand there."""
    at, found = 0, []
    while at < len(text):
        leaf = _LEAF.match(text, at)
        if leaf is None or leaf[1] in _OF_OTHERS:
            return None
        found.append((leaf[1], (leaf[2] or "").strip()))
        at = leaf.end()
    return tuple(found)


_known = _remembered(_pairs)
