"""Aggregate reports: the XML of RFC 9990 and of the older RFC 7489, read as a stream.

Expat reads; entities and document types are refused, so no bomb goes off and nothing is fetched.
"""

import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from ipaddress import ip_address
from typing import IO
from xml.parsers import expat

from noroshi.readiness.mail.sense.parcel import told_apart
from noroshi.spine.model import InputError

MOST_OCTETS = 4 * 2**30
MOST_RECORDS = 5_000_000
MOST_DEPTH = 12
MOST_TEXT = 4_096
"""Characters of one element."""

MOST_IDLE = 2 * 2**20
"""Octets that may pass without a record: what inflates without an end does not count."""

MOST_RESULTS = 100
"""DKIM results of one record (RFC 9990 section 3.1.1.11)."""

CHUNK = 20_000
"""Records that are handed on at a time."""

_READ = 1 << 16
_LATEST_S = 2**34
_MOST_COUNT = 2**53
_PASS = frozenset({"pass", "fail"})
_DISPOSITIONS = frozenset({"none", "pass", "quarantine", "reject"})
_DOMAIN = re.compile(r"[^\s@<>\"']{1,253}")

Row = tuple[object, ...]
"""One record, in the order of `ROW`."""

ROW = (
    "source", "count", "disposition", "dkim", "spf", "header_from", "envelope_from",
    "envelope_to", "reasons", "dkim_results", "spf_results",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What holds for a whole report.

    Attributes:
        org: Who made it.
        report_id: Its name there.
        begin_s: First second that it covers, Unix time.
        end_s: Last second.
        domain: Whose policy it is about.
        policy: `p` as the reporter saw it.
        subdomain_policy: `sp`.
        testing: Whether the policy was in testing.
    """

    org: str
    report_id: str
    begin_s: int
    end_s: int
    domain: str
    policy: str
    subdomain_policy: str
    testing: bool

    @property
    def key(self) -> bytes:
        """Names the report, whoever sends it again and however packed."""
        named = (self.org.lower(), self.report_id, str(self.begin_s), str(self.end_s), self.domain)
        return blake2b("\0".join(named).encode("utf-8", "replace"), digest_size=16).digest()


Take = Callable[[Head, list[Row]], None]
"""Gets records as they come; a report with none gives one empty list."""


@dataclass(slots=True)
class Reading:
    """How the reading of one report went.

    Attributes:
        records: Good ones.
        refused: Records left out, by reason.
        cut: Why reading ended early; empty for a whole report.
    """

    records: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    cut: str = ""


class _Refused(Exception):  # noqa: N818  # a verdict on a document
    """The document may not be read on."""


class _Complete(Exception):  # noqa: N818  # the end, not a fault
    """The report was closed; what stands behind it does not matter."""


def read_aggregate(stream: IO[bytes], take: Take) -> Reading:
    """Read a report; what was good before it broke is kept.

    Raises:
        InputError: It is no aggregate report, or nothing of it can be used; the message is a reason.
    """
    work = _Work(take)
    try:
        with told_apart(), suppress(_Complete):
            work.feed(stream)
            work.end_early()
    except (_Refused, expat.ExpatError, InputError, ValueError, LookupError) as error:
        reason = str(error) if isinstance(error, (_Refused, InputError)) else "malformed-xml"
        if not work.usable:
            raise InputError(reason) from error
        work.told.cut = reason
    work.hand_on(last=True)
    return work.told


class _Work:
    """One document while it is read."""

    def __init__(self, take: Take) -> None:
        self.told = Reading()
        self._take = take
        self._head: Head | None = None
        self._rows: list[Row] = []
        self._stack: list[str] = [""]
        self._text = ""
        self._since = 0
        self._meta: dict[str, str] = {}
        self._row: dict[str, str] = {}
        self._auth: dict[str, str] = {}
        self._results: dict[str, list[str]] = {"dkim": [], "spf": []}
        self._reasons: list[str] = []
        self._seen = 0

    @property
    def usable(self) -> bool:
        """Whether there are good records to keep."""
        return self.told.records > 0

    def feed(self, stream: IO[bytes]) -> None:
        """Read to the end."""
        total = 0
        chunk = stream.read(_READ)
        is_utf8 = _is_utf8(chunk)
        parser = _parser(self, "utf-8" if is_utf8 else None)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while chunk:
            total += len(chunk)
            self._since += len(chunk)
            if total > MOST_OCTETS or self._since > MOST_IDLE:
                raise _Refused("too-large")
            parser.Parse(decode(chunk).encode() if is_utf8 else chunk, False)
            chunk = stream.read(_READ)
        parser.Parse(b"", True)

    def end_early(self) -> None:
        """The document ended without the end of a report."""
        raise _Refused("not-a-dmarc-report")

    def start(self, name: str, _: object) -> None:
        """An element opens."""
        if ":" in name:
            name = name.rpartition(":")[2]
        stack = self._stack
        depth = len(stack)
        self._text = ""
        # Some senders put a schema's element around or before the report.
        if depth == 3 and "feedback" not in stack:
            raise _Refused("not-a-dmarc-report")
        if depth > MOST_DEPTH:
            raise _Refused("nested-too-deep")
        if name == "record":
            self._row, self._reasons = {}, []
            self._results = {"dkim": [], "spf": []}
        elif stack[-1] == "auth_results":
            self._auth = {}
        stack.append(name)

    def data(self, text: str) -> None:
        """Characters inside an element."""
        self._text = text = self._text + text
        if len(text) > MOST_TEXT:
            raise _Refused("text-too-long")

    def end(self, _: str) -> None:
        """An element closes."""
        stack, text = self._stack, self._text
        name = stack.pop()
        parent = stack[-1]
        self._text = ""
        if parent in _ROW_PARTS:
            self._row[name] = text.strip()
        elif parent in self._results:
            self._auth[name] = text.strip()
        elif parent == "auth_results":
            self._result(name)
        elif parent in _META_PARTS:
            self._meta[name] = text.strip()
        elif parent == "reason" and name == "type":
            self._reasons.append(text.strip().lower())
        elif name == "record":
            self._record()
        elif name == "feedback":
            raise _Complete

    def _result(self, name: str) -> None:
        found = self._results.get(name)
        if found is not None and len(found) < MOST_RESULTS:
            auth = self._auth
            found.append(
                _words(auth.get("result", ""), auth.get("domain", ""), auth.get("selector", ""))
            )

    def _record(self) -> None:
        self._since = 0
        self._seen += 1
        if self._seen > MOST_RECORDS:
            raise _Refused("too-many-records")
        row = self._row
        source = _canonical(row.get("source_ip", ""))
        count = row.get("count", "")
        if not source:
            self.told.refused["bad-source"] += 1
            return
        if not (count.isascii() and count.isdecimal() and int(count[:20]) <= _MOST_COUNT):
            self.told.refused["bad-count"] += 1
            return
        self._rows.append(self._shaped(source, int(count)))
        self.told.records += 1
        if len(self._rows) >= CHUNK:
            self.hand_on(last=False)

    def _shaped(self, source: str, count: int) -> Row:
        row = self._row
        disposition = row.get("disposition", "").lower()
        dkim, spf = row.get("dkim", "").lower(), row.get("spf", "").lower()
        return (
            source,
            count,
            disposition if disposition in _DISPOSITIONS else "unknown",
            dkim if dkim in _PASS else "unknown",
            spf if spf in _PASS else "unknown",
            _domain(row.get("header_from", "")),
            _domain(row.get("envelope_from", "")),
            _domain(row.get("envelope_to", "")),
            " ".join(_word(reason) for reason in self._reasons[:20]),
            self._results["dkim"],
            self._results["spf"],
        )

    def hand_on(self, *, last: bool) -> None:
        """Give the records so far to whoever takes them.

        Raises:
            InputError: The report does not say what it is about.
        """
        if self._head is None:
            self._head = _head_of(self._meta)
        elif not self._rows:
            return
        if self._rows or last:
            self._take(self._head, self._rows)
        self._rows = []


_ROW_PARTS = frozenset({"row", "policy_evaluated", "identifiers", "identities"})
_META_PARTS = frozenset({"report_metadata", "date_range", "policy_published"})


def _parser(work: _Work, encoding: str | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.ordered_attributes = True  # they are not read; a list costs less than a mapping
    parser.StartElementHandler = work.start
    parser.EndElementHandler = work.end
    parser.CharacterDataHandler = work.data
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.EntityDeclHandler = _no_doctype
    return parser


def _no_doctype(*_: object) -> None:
    raise _Refused("document-type-refused")


def _is_utf8(first: bytes) -> bool:
    """Whether a document says that it is UTF-8, or nothing; then wrong octets become U+FFFD."""
    declared = first[:200].lower().partition(b"?>")[0]
    other = b"encoding" in declared and b"utf-8" not in declared
    return not other and not first.startswith((b"\xff\xfe", b"\xfe\xff"))


def _head_of(meta: dict[str, str]) -> Head:
    domain = _domain(meta.get("domain", ""))
    begin, end = meta.get("begin", ""), meta.get("end", "")
    if not domain:
        raise InputError("no-policy-domain")
    if not all(one.isascii() and one.isdecimal() and len(one) < 12 for one in (begin, end)):
        raise InputError("bad-date-range")
    begin_s, end_s = int(begin), int(end)
    if not begin_s <= end_s <= _LATEST_S:
        raise InputError("bad-date-range")
    return Head(
        org=meta.get("org_name", "")[:200],
        report_id=meta.get("report_id", "")[:500],
        begin_s=begin_s,
        end_s=end_s,
        domain=domain,
        policy=_word(meta.get("p", "").lower()),
        subdomain_policy=_word(meta.get("sp", "").lower()),
        testing=meta.get("testing", "").lower() == "y",
    )


@lru_cache(maxsize=1 << 14)
def _canonical(text: str) -> str:
    """An address in its one spelling; empty where it is none."""
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 14)
def _domain(text: str) -> str:
    """The domain of a name or address; its local part, which names a person, is dropped."""
    name = text.rpartition("@")[2].strip().rstrip(".>").lower()
    return name if _DOMAIN.fullmatch(name) else ""


@lru_cache(maxsize=1 << 14)
def _words(result: str, domain: str, selector: str) -> str:
    """A result in three words; reports repeat few of them."""
    return " ".join(map(_word, (result, domain, selector)))


def _word(text: str) -> str:
    return text[:253].replace(" ", "") or "-"
