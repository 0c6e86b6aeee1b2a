"""Failure reports: one failed message (RFC 9991, RFC 6591), without what names or quotes people.

Of the message itself nothing is kept: no recipient, no subject, no text, no local part.
"""

from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from ipaddress import ip_address

from noroshi.spine.model import InputError

MOST_TEXT = 253

FailureRow = tuple[int, str, str, str, str, str, str]
"""One row, in the order of `FAILURE_ROW`."""

FAILURE_ROW = ("at_s", "domain", "source", "failed", "delivery", "envelope_from", "alignment")


def read_failure(message: Message) -> tuple[bytes, FailureRow]:
    """Key and row of a failure report.

    Raises:
        InputError: It is none, or does not say whom it is about; the message is a reason.
    """
    fields = _fields(message)
    if fields.get("feedback-type", "").lower() != "auth-failure":
        raise InputError("not-an-authentication-failure")
    domain = fields.get("reported-domain", "").lower().rstrip(".")
    if not domain:
        raise InputError("no-policy-domain")
    row = (
        _moment(fields.get("arrival-date") or fields.get("received-date") or ""),
        domain[:MOST_TEXT],
        _address(fields.get("source-ip", "")),
        fields.get("auth-failure", "").lower()[:MOST_TEXT],
        fields.get("delivery-result", "").lower()[:MOST_TEXT],
        fields.get("original-mail-from", "").rpartition("@")[2].strip("<> ").lower()[:MOST_TEXT],
        fields.get("identity-alignment", "").lower()[:MOST_TEXT],
    )
    named = (*map(str, row), str(message.get("message-id", "")), fields.get("message-id", ""))
    return blake2b("\0".join(named).encode("utf-8", "replace"), digest_size=16).digest(), row


def _fields(message: Message) -> dict[str, str]:
    """Fields of the machine-readable part, by lower-case name; of a repeated one the first."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            inside = part.get_payload()
            found = inside[0] if isinstance(inside, list) and inside else part
            if isinstance(found, Message) and found.keys():
                fields: dict[str, str] = {}
                for name, value in found.items():
                    fields.setdefault(name.lower(), str(value).strip())
                return fields
    raise InputError("no-feedback-part")


def _moment(text: str) -> int:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
