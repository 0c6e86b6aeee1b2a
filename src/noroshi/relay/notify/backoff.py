"""Backoff: how long to wait before the next attempt."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Pauses that double, with chance in them so that many do not come back at once.

    Attributes:
        first_s: Pause after the first failure, in seconds.
        longest_s: No pause is longer, in seconds.
        attempts: After so many a message is given up.
    """

    first_s: float = 5.0
    longest_s: float = 900.0
    attempts: int = 12

    def pause(self, attempts: int, chance: float) -> timedelta:
        """The pause after so many attempts.

        Args:
            attempts: How many failed, at least 1.
            chance: In [0, 1): where in the upper half of the pause it falls.
        """
        doublings = min(attempts - 1, 60)
        full = min(self.longest_s, self.first_s * 2.0**doublings)
        return timedelta(seconds=full * (0.5 + chance / 2))

    def is_over(self, attempts: int) -> bool:
        """Whether a message that was tried so often is given up."""
        return attempts >= self.attempts
