"""Line: one action in the audit, bound to the one before it by its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from noroshi.spine.model import InputError

FIRST = "0" * 64
"""What stands for the digest before the first line."""
MOST_TEXT = 512
"""Characters kept of a name; actions of the network may bring any text."""
MOST_DETAILS = 32
MOST_OCTETS = 262_144
"""Of one line, with its newline: 67 texts of 512 characters, each at most six octets in JSON."""

_KEYS = ("position", "at", "by", "action", "target", "detail", "previous", "digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One action.

    Attributes:
        position: 1 for the first line, then each one more.
        at: When, in UTC, to the microsecond.
        by: A person (`user:…`), a program (`token:…`), or a part of the system (`system`).
        action: What, as `noun.verb`.
        target: To what; empty where the action says it all.
        detail: What else is worth knowing, by name. Never a secret, never a subscriber.
        previous: Digest of the line before.
    """

    position: int
    at: datetime
    by: str
    action: str
    target: str
    detail: Mapping[str, str] = field(default_factory=dict)
    previous: str = FIRST

    @property
    def digest(self) -> str:
        """SHA-256 over everything else in the line, in hex."""
        return hashlib.sha256(_canonical(self._body())).hexdigest()

    @property
    def octets(self) -> bytes:
        """The line as it stands in the file, with its newline."""
        return _canonical({**self._body(), "digest": self.digest}) + b"\n"

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        return {**self._body(), "digest": self.digest}

    def _body(self) -> dict[str, object]:
        return {
            "position": self.position,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "by": self.by,
            "action": self.action,
            "target": self.target,
            "detail": dict(self.detail),
            "previous": self.previous,
        }


def kept_text(text: str) -> str:
    """A text as the audit keeps it: one that JSON can carry, and not too long."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= MOST_TEXT else clean[: MOST_TEXT - 1] + "…"


def kept_detail(detail: Mapping[str, str]) -> dict[str, str]:
    """Details as the audit keeps them, in the order of their names."""
    names = sorted(detail)[:MOST_DETAILS]
    return {kept_text(name): kept_text(str(detail[name])) for name in names}


def line_of(octets: bytes) -> AuditLine:
    """The line in octets, with or without its newline.

    Raises:
        InputError: It is not what `octets` of any line would be; the message says why.
    """
    try:
        found = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise InputError("it is no JSON") from error
    if not isinstance(found, dict) or tuple(found) != _KEYS:
        raise InputError("it has other keys than an audit line")
    line = _made(found)
    if found["digest"] != line.digest:
        raise InputError("its digest does not fit its content")
    if octets.removesuffix(b"\n") + b"\n" != line.octets:
        raise InputError("it is written in another way than the audit writes")
    return line


def _made(found: dict[str, object]) -> AuditLine:
    texts = {name: found[name] for name in ("by", "action", "target", "previous")}
    position, detail = found["position"], found["detail"]
    if type(position) is not int or not isinstance(detail, dict):
        raise InputError("it has a value of a wrong type")
    values = [*texts.values(), *detail.values(), found["at"]]
    if not all(isinstance(value, str) for value in values):
        raise InputError("it has a value of a wrong type")
    try:
        at = datetime.strptime(str(found["at"]), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise InputError("its time is none") from error
    return AuditLine(
        position=position, at=at, detail=detail, **{name: str(text) for name, text in texts.items()}
    )


def _canonical(body: Mapping[str, object]) -> bytes:
    """One way only to write it, so that any changed octet is seen."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
