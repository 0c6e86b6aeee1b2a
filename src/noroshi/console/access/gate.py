"""Gate: how often a log-in may fail, by account and by address."""

from datetime import datetime

from litestar.exceptions import TooManyRequestsException

from noroshi.spine.store.attempts import Attempts

PER_NAME = 10
"""Failures in a quarter of an hour under one name: a thousand guesses a day of a long password."""
PER_ADDRESS = 40
"""Failures in a quarter of an hour from one address, behind which many people may sit."""


class Gate:
    """Closed for who failed too often, whether or not there is such an account."""

    def __init__(self, attempts: Attempts, *, name: str, address: str) -> None:
        self._attempts = attempts
        self._limits = {f"address:{address}": PER_ADDRESS}
        self._name = f"name:{name.lower()}" if name else None
        if self._name:
            self._limits[self._name] = PER_NAME

    def pass_(self, at: datetime) -> None:
        """Let an attempt through.

        Raises:
            TooManyRequestsException: Not before the moment that `Retry-After` tells.
        """
        if (until := self._attempts.locked_until(self._limits, at)) is not None:
            wait_s = max(1, int((until - at).total_seconds()))
            raise TooManyRequestsException(
                f"too many failed log-ins; try again in {wait_s // 60 + 1} minutes",
                headers={"Retry-After": str(wait_s)},
            )

    def fail(self, at: datetime) -> None:
        """Count an attempt that failed."""
        self._attempts.fail(*self._limits, at=at)

    def succeed(self) -> None:
        """Forget the failures under the name; those from the address stay."""
        if self._name:
            self._attempts.forget(self._name)
