"""TLS reports: the JSON of RFC 8460, one row a policy and one more a kind of failure."""

import json
from datetime import UTC, datetime
from hashlib import blake2b
from typing import IO

from noroshi.readiness.mail.sense.parcel import told_apart
from noroshi.spine.model import InputError

MOST_OCTETS = 32 * 2**20
MOST_ROWS = 200_000
MOST_TEXT = 500
_MOST_COUNT = 2**53

TlsRow = tuple[str, str, int, int, str, str, str, int, int, str, str]
"""One row, in the order of `TLS_ROW`."""

TLS_ROW = (
    "org", "report_id", "begin_s", "end_s", "domain", "policy_type", "failure",
    "sessions", "failed", "mx", "source",
)  # fmt: skip


def read_tls_report(stream: IO[bytes]) -> tuple[bytes, list[TlsRow]]:
    """Key and rows of a report: sessions by policy, and failed sessions by kind.

    Raises:
        InputError: It is no TLS report; the message is a reason.
    """
    with told_apart():
        octets = stream.read(MOST_OCTETS + 1)
    if len(octets) > MOST_OCTETS:
        raise InputError("too-large")
    try:
        document = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise InputError("malformed-json") from error
    policies = document.get("policies") if isinstance(document, dict) else None
    if not isinstance(policies, list) or not policies:
        raise InputError("not-a-tls-report")
    org, report_id = _text(document, "organization-name"), _text(document, "report-id")
    period = _part(document, "date-range")
    begin_s, end_s = _moment(period, "start-datetime"), _moment(period, "end-datetime")
    rows: list[TlsRow] = []
    for entry in policies:
        rows += _rows(entry, (org, report_id, begin_s, end_s))
        if len(rows) > MOST_ROWS:
            raise InputError("too-many-records")
    named = (org.lower(), report_id, str(begin_s), str(end_s), *sorted({row[4] for row in rows}))
    return blake2b("\0".join(named).encode("utf-8", "replace"), digest_size=16).digest(), rows


def _rows(entry: object, head: tuple[str, str, int, int]) -> list[TlsRow]:
    if not isinstance(entry, dict):
        raise InputError("not-a-tls-report")
    policy, summary = _part(entry, "policy"), _part(entry, "summary")
    domain, kind = _text(policy, "policy-domain").lower().rstrip("."), _text(policy, "policy-type")
    if not domain:
        raise InputError("no-policy-domain")
    failed = _count(summary, "total-failure-session-count")
    sessions = failed + _count(summary, "total-successful-session-count")
    rows: list[TlsRow] = [(*head, domain, kind, "", sessions, failed, "", "")]
    details = entry.get("failure-details")
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, dict):
            count = _count(detail, "failed-session-count")
            mx, source = _text(detail, "receiving-mx-hostname"), _text(detail, "sending-mta-ip")
            what = _text(detail, "result-type") or "unknown"
            rows.append((*head, domain, kind, what, 0, count, mx.lower(), source))
    return rows


def _part(entry: dict[str, object], name: str) -> dict[str, object]:
    found = entry.get(name)
    return found if isinstance(found, dict) else {}


def _text(entry: dict[str, object], name: str) -> str:
    found = entry.get(name)
    return found[:MOST_TEXT] if isinstance(found, str) else ""


def _count(entry: dict[str, object], name: str) -> int:
    found = entry.get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= _MOST_COUNT:
        raise InputError("bad-count")
    return found


def _moment(entry: dict[str, object], name: str) -> int:
    try:
        moment = datetime.fromisoformat(_text(entry, name))
    except ValueError as error:
        raise InputError("bad-date-range") from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
