"""Auditor: who writes down what was done, by whom, to what."""

from typing import Protocol


class Auditor(Protocol):
    """Keeps a record of acts. A note is kept before the act is acknowledged."""

    def note(self, by: str, action: str, target: str, detail: str) -> None:
        """Keep one act.

        Args:
            by: As `Caller.by` names it, or `cli:NAME` for the owner of the home.
            action: What was done, for example `token.issue`.
            target: To what: a name, never a secret.
            detail: What else a reader needs; may be empty.
        """


class NullAuditor:
    """Keeps nothing: for development and tests."""

    def note(self, by: str, action: str, target: str, detail: str) -> None:
        """Let the act pass."""
