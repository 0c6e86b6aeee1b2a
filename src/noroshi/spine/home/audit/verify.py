"""Verify: reads the audit from its first line and names the first that is not as it was written."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from noroshi.spine.home.audit.checkpoint import Checkpoint, read_checkpoints
from noroshi.spine.home.audit.ledger import lines
from noroshi.spine.home.audit.line import FIRST, MOST_OCTETS, AuditLine, line_of
from noroshi.spine.model import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first line that is wrong.

    Attributes:
        file: Name of the file it stands in.
        row: Its number there, from 1.
        reason: What is wrong with it.
    """

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verifying found.

    Attributes:
        rows: Good lines of the audit before the first fault.
        checkpoints: Good checkpoints among them.
        covered: Position up to which a signature vouches; 0 for none.
        torn: Octets behind the last line that a killed writer left; no fault.
        head: The last good line; null for an empty audit.
        fault: The first line that is wrong; null when none is.
    """

    rows: int
    checkpoints: int
    covered: int
    torn: int
    head: AuditLine | None
    fault: Fault | None


def verify(audit: Path, checkpoints: Path, key: Ed25519PublicKey | None) -> Verified:
    """Read everything; memory does not grow with the audit.

    Args:
        audit: `audit.jsonl`.
        checkpoints: `audit-checkpoints.jsonl`, or a copy that was kept elsewhere.
        key: The public key; without one, there must not be any checkpoint.
    """
    reading = _Reading(audit, checkpoints, key)
    fault = None
    try:
        reading.all()
    except _Found as found:
        fault = found.fault
    return Verified(
        rows=reading.rows,
        checkpoints=reading.good,
        covered=reading.covered,
        torn=reading.torn,
        head=reading.head,
        fault=fault,
    )


class _Found(Exception):  # noqa: N818  # it carries a finding out of the loops
    def __init__(self, file: Path, row: int, reason: str) -> None:
        super().__init__(reason)
        self.fault = Fault(file=file.name, row=row, reason=reason)


class _Reading:
    def __init__(self, audit: Path, checkpoints: Path, key: Ed25519PublicKey | None) -> None:
        self._audit, self._checkpoints, self._key = audit, checkpoints, key
        self.rows = self.good = self.covered = self.torn = 0
        self.head: AuditLine | None = None

    def all(self) -> None:
        waiting = self._signed()
        due = next(waiting, None)
        for line in self._lines():
            while due is not None and due.position == line.position:
                if due.digest != line.digest:
                    raise _Found(
                        self._audit,
                        line.position,
                        f"checkpoint {due.number} vouches for another line here",
                    )
                self.good, self.covered = self.good + 1, due.position
                due = next(waiting, None)
        if due is not None:
            raise _Found(
                self._audit,
                self.rows + 1,
                f"it is missing: checkpoint {due.number} covers lines up to {due.position}",
            )

    def _lines(self) -> Iterator[AuditLine]:
        for row, octets in enumerate(lines(self._audit, MOST_OCTETS), start=1):
            try:
                line = line_of(octets)
            except InputError as error:
                if not octets.endswith(b"\n") and _may_be_torn(octets):
                    self.torn = len(octets)
                    return
                raise _Found(self._audit, row, str(error)) from error
            if line.position != row:
                raise _Found(self._audit, row, f"it calls itself line {line.position}")
            if line.previous != (self.head.digest if self.head else FIRST):
                raise _Found(self._audit, row, "it does not follow from the line before")
            if not octets.endswith(b"\n"):
                # Whole but for its newline: the next writer keeps it. A checkpoint never sees such.
                self.torn = len(octets)
                return
            self.head, self.rows = line, row
            yield line

    def _signed(self) -> Iterator[Checkpoint]:
        """Checkpoints in order, each held against the key and the one before."""
        if self._key is not None and not self._checkpoints.exists():
            raise _Found(self._checkpoints, 1, "the file is missing, though checkpoints were made")
        before: Checkpoint | None = None
        previous = FIRST
        for row, octets, found in read_checkpoints(self._checkpoints):
            reason = _reason(found, before, previous, self._key)
            if reason:
                raise _Found(self._checkpoints, row, reason)
            assert isinstance(found, Checkpoint)
            yield found
            before, previous = found, hashlib.sha256(octets).hexdigest()


def _reason(
    found: Checkpoint | InputError,
    before: Checkpoint | None,
    previous: str,
    key: Ed25519PublicKey | None,
) -> str:
    if isinstance(found, InputError):
        return str(found)
    if key is None:
        return "there is no public key to hold it against"
    if not found.is_signed_by(key):
        return "its signature does not fit the key"
    if found.number != (before.number + 1 if before else 1) or found.previous != previous:
        return "it does not follow from the checkpoint before"
    if before is not None and found.position <= before.position:
        return "it covers no more than the checkpoint before"
    return ""


def _may_be_torn(octets: bytes) -> bool:
    """Whether a killed writer could have left this: the beginning of a line, never more than one."""
    if len(octets) > MOST_OCTETS:
        return False
    beginning = b'{"position":'
    if not octets.startswith(beginning[: len(octets)]):
        return False
    try:
        line_of(octets[:-1])
    except InputError:
        return True
    return False  # a whole line whose newline became something else
