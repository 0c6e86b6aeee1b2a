"""Auditor: who writes down what was done, by whom, to what."""

from collections.abc import Mapping
from typing import Protocol


class Auditor(Protocol):
    """Keeps a record of acts. A note is kept before the act is acknowledged."""

    def note(
        self, by: str, action: str, target: str = "", detail: Mapping[str, str] | None = None
    ) -> object:
        """Keep one act.

        Args:
            by: As `Caller.by` names it, or `cli` for the owner of the home.
            action: What was done, as `noun.verb`, for example `token.issue`.
            target: To what: a name, never a secret.
            detail: What else a reader needs.
        """


class NullAuditor:
    """Keeps nothing: for development and tests."""

    def note(
        self, by: str, action: str, target: str = "", detail: Mapping[str, str] | None = None
    ) -> None:
        """Let the act pass."""
