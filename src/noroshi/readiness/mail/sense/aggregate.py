"""Aggregate reports: the XML of RFC 9990 and of the older RFC 7489, read as a stream.

What is written as nearly all are is read by patterns, and the rest by Expat; entities and document types
are refused, so no bomb goes off and nothing is fetched.
"""

from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from typing import IO
from xml.parsers import expat

from noroshi.readiness.mail.sense.parcel import BROKEN
from noroshi.readiness.mail.sense.plain_report import (
    END,
    MOST_TEXT,
    is_closed,
    plain_head,
    plain_records,
)
from noroshi.readiness.mail.sense.record import (
    MOST_RESULTS,
    Row,
    count_of,
    domain_of,
    result_of,
    source_of,
    verdict_of,
    word_of,
)
from noroshi.spine.model import InputError

MOST_OCTETS = 4 * 2**30
MOST_RECORDS = 5_000_000
MOST_DEPTH = 12
MOST_IDLE = 2 * 2**20
"""Octets that may pass without a record: what inflates without an end does not count."""

CHUNK = 20_000
"""Records that are handed on at a time."""

_READ = 1 << 16
_LATEST_S = 2**34


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
        work.feed(stream)
    except _Complete:
        pass
    except (_Refused, expat.ExpatError, InputError, ValueError, LookupError, *BROKEN) as error:
        reason = _reason_of(error)
        if not work.usable:
            raise InputError(reason) from error
        work.told.cut = reason
    work.hand_on(last=True)
    return work.told


def _reason_of(error: Exception) -> str:
    if isinstance(error, (_Refused, InputError)):
        return str(error)
    return "broken-archive" if isinstance(error, BROKEN) else "malformed-xml"


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
        """Read to the end.

        Raises:
                _Complete: The end of the report came, as it should.
        """
        first = stream.read(_READ)
        octets = self._bounded(stream, first)
        if not _is_utf8(first):
            self._parse(octets, None)
            return
        texts = map(getincrementaldecoder("utf-8")("replace").decode, octets)
        left = self._plain(texts)
        self._parse((text.encode() for text in chain(left, texts)), "utf-8")

    def _bounded(self, stream: IO[bytes], chunk: bytes) -> Iterator[bytes]:
        """The stream in parts, as long as it is not too long."""
        total = 0
        while chunk:
            total += len(chunk)
            self._since += len(chunk)
            if total > MOST_OCTETS or self._since > MOST_IDLE:
                raise _Refused("too-large")
            yield chunk
            chunk = stream.read(_READ)

    def _plain(self, texts: Iterator[str]) -> list[str]:
        """Take what patterns can read; gives how the report began and what is left, for a parser."""
        text = next(texts, "")
        begun = plain_head(text)
        if begun is None:
            return [text]
        meta, at = begun
        self._meta.update(meta)
        head, more = text[:at], ""
        while True:
            for source, count, verdict, end in plain_records(text, at):
                self._record(source, count, verdict)
                at = end
            if is_closed(text, at):
                raise _Complete
            text = text[at:]
            # A whole record that was not taken is for the parser; part of one may become whole.
            more = "" if len(text) > _READ or END in text else next(texts, "")
            if not more:
                return [head, text]
            text, at = text + more, 0

    def _parse(self, octets: Iterator[bytes], encoding: str | None) -> None:
        parser = _parser(self, encoding)
        for part in octets:
            parser.Parse(part, False)
        parser.Parse(b"", True)
        raise _Refused("not-a-dmarc-report")  # the document ended, and no report in it

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
            self._reasons.append(text.strip())
        elif name == "record":
            row = self._row
            verdict = verdict_of(row, self._reasons, self._results["dkim"], self._results["spf"])
            self._record(row.get("source_ip", ""), row.get("count", ""), verdict)
        elif name == "feedback":
            raise _Complete

    def _result(self, name: str) -> None:
        found = self._results.get(name)
        if found is not None and len(found) < MOST_RESULTS:
            found.append(result_of(self._auth))

    def _record(self, source: str, count: str, verdict: Row) -> None:
        self._since = 0
        self._seen += 1
        if self._seen > MOST_RECORDS:
            raise _Refused("too-many-records")
        address, number = source_of(source), count_of(count)
        if not address:
            self.told.refused["bad-source"] += 1
        elif number is None:
            self.told.refused["bad-count"] += 1
        else:
            self._rows.append((address, number, *verdict))
            self.told.records += 1
            if len(self._rows) >= CHUNK:
                self.hand_on(last=False)

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
    domain = domain_of(meta.get("domain", ""))
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
        policy=word_of(meta.get("p", "").lower()),
        subdomain_policy=word_of(meta.get("sp", "").lower()),
        testing=meta.get("testing", "").lower() == "y",
    )
