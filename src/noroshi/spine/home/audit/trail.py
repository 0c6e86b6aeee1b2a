"""Trail: the audit of one home, written before an action counts as done."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from noroshi.spine.home.audit.ledger import Ledger, lines_back
from noroshi.spine.home.audit.line import (
    FIRST,
    MOST_OCTETS,
    AuditLine,
    kept_detail,
    kept_text,
    line_of,
)
from noroshi.spine.model import InputError, SourceError

REPAIRED = "audit.repair"
"""Action of the line that tells of a piece which a killed writer left."""


class AuditTrail:
    """Adds lines and reads them, from several threads and processes at once.

    Args:
        path: `audit.jsonl` of a home.
        clock: The present, in UTC.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = path, clock
        self._ledger = Ledger(path, MOST_OCTETS)

    def note(
        self, by: str, action: str, target: str = "", detail: Mapping[str, str] | None = None
    ) -> AuditLine:
        """Write that something is done; it is on disk when this returns.

        Args:
            by: Who, for example `user:hanako`.
            action: What, as `noun.verb`.
            target: To what.
            detail: What else is worth knowing. Never a secret, never a subscriber.

        Raises:
            ConfigError: The file cannot be opened.
            SourceError: The disk does not take it, or the last line was changed.
        """
        made: list[AuditLine] = []

        def going_on(last: bytes, piece: bytes) -> bytes:
            before = self._last(last)
            told = self._of_piece(piece, before)
            position, previous = _next(told[-1] if told else before)
            made.append(
                AuditLine(
                    position=position,
                    at=self._clock(),
                    by=kept_text(by),
                    action=kept_text(action),
                    target=kept_text(target),
                    detail=kept_detail(detail or {}),
                    previous=previous,
                )
            )
            return b"".join(line.octets for line in [*told, *made])

        self._ledger.append(going_on)
        return made[0]

    def head(self) -> AuditLine | None:
        """The last whole line; null for an empty audit.

        Raises:
            SourceError: It was changed.
        """
        for octets in lines_back(self._path):
            return self._last(octets)
        return None

    def whole_octets(self) -> int:
        """Size of the whole lines: what a copy may take while others write."""
        return self._ledger.size()

    def newest(
        self,
        *,
        before: int | None = None,
        by: str | None = None,
        action: str | None = None,
        target: str | None = None,
        since: datetime | None = None,
    ) -> Iterator[AuditLine]:
        """Lines, newest first; those that were changed are left out (`verify` names them).

        Args:
            before: Below this position only.
            by: Of this actor only.
            action: Of this action, or of all actions of a noun (`token` for `token.issue`).
            target: To this target only.
            since: At or after this moment only; reading ends there.
        """
        for octets in lines_back(self._path):
            try:
                line = line_of(octets)
            except InputError:
                continue
            if since is not None and line.at < since:
                return
            if before is not None and line.position >= before:
                continue
            if by is not None and line.by != by:
                continue
            if action is not None and action not in {line.action, line.action.partition(".")[0]}:
                continue
            if target is not None and line.target != target:
                continue
            yield line

    def _last(self, octets: bytes) -> AuditLine | None:
        if not octets:
            return None
        try:
            return line_of(octets)
        except InputError as error:
            raise SourceError(
                f"the last line of {self._path} was changed ({error}), so nothing can be added. Run"
                " noroshi audit verify and find out why; to begin a new audit, move audit.jsonl and"
                " audit-checkpoints.jsonl away together"
            ) from error

    def _of_piece(self, piece: bytes, before: AuditLine | None) -> list[AuditLine]:
        """What a killed writer's piece becomes: itself where only its newline is missing, and a note."""
        if not piece:
            return []
        last = before
        told = []
        try:
            whole = line_of(piece)
        except InputError:
            pass
        else:
            if (whole.position, whole.previous) == _next(before):
                told.append(whole)
                last = whole
        position, previous = _next(last)
        detail = {"octets": str(len(piece)), "kept": "yes" if told else "no"}
        told.append(
            AuditLine(
                position=position,
                at=self._clock(),
                by="system",
                action=REPAIRED,
                target=self._path.name,
                detail=kept_detail(detail),
                previous=previous,
            )
        )
        return told


def _next(before: AuditLine | None) -> tuple[int, str]:
    return (before.position + 1, before.digest) if before else (1, FIRST)
