"""Attention: what a running survey looks at several times a second: stop, opt-outs, the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from noroshi.iot.survey.boundary import LATEST_S, Boundary
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.ranges import Ranges
from noroshi.spine.model import NoroshiError

LOOK_S = 0.25
RENEW_S = 5.0
"""Age at which opt-outs are read again: far below the minute that is promised."""
JUMP_S = 2.0


class Stopped(Exception):  # noqa: N818  # an end, not a fault
    """The survey ends here; what was asked is kept. `reason` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Clock:
    """The present by two clocks: a wall clock that is set back does not prolong a validity.

    Runs by the monotonic clock from its beginning on; the wall clock is only watched.
    """

    def __init__(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._wall, self.monotonic = wall, monotonic
        self._began, self._began_s = wall(), monotonic()

    def now(self) -> datetime:
        """The present, UTC."""
        return self._began + timedelta(seconds=self.monotonic() - self._began_s)

    def jump_s(self) -> float:
        """How far the wall clock went away from this one since the last call that saw it."""
        drift = (self._wall() - self.now()).total_seconds()
        return drift if abs(drift) > JUMP_S else 0.0


class Attention:
    """Raises `Stopped` when it is time to end.

    Args:
        permission: Whose validity is watched.
        boundary: Gets the opt-outs.
        clock: The present.
        stop_file: A file whose presence ends the survey.
        opt_outs: Reads the opt-outs of this moment.
    """

    def __init__(
        self,
        permission: Permission,
        boundary: Boundary,
        clock: Clock,
        *,
        stop_file: Path,
        opt_outs: Callable[[], Ranges],
    ) -> None:
        self._permission, self._boundary, self._clock = permission, boundary, clock
        self._stop_file, self._opt_outs = stop_file, opt_outs
        self._looked_s = self._renewed_s = float("-inf")
        self.interrupted = False
        self.jumped_s = 0.0

    def look(self) -> None:
        """Look, unless it was looked a moment ago.

        Raises:
            Stopped: Somebody wants the end, the validity is over, or opt-outs cannot be read.
        """
        at_s = self._clock.monotonic()
        if self.interrupted:
            raise Stopped("interrupted")
        if at_s - self._looked_s < LOOK_S:
            return
        self._looked_s = at_s
        if self._stop_file.exists():
            raise Stopped("stop")
        if self._permission.is_over(self._clock.now()):
            raise Stopped("expired")
        self.jumped_s = self._clock.jump_s() or self.jumped_s
        if at_s - self._renewed_s >= RENEW_S:
            self._renew(at_s)

    def _renew(self, at_s: float) -> None:
        try:
            self._boundary.renew(self._opt_outs())
        except NoroshiError as error:
            if at_s - self._renewed_s >= LATEST_S:
                raise Stopped("opt-outs-unreadable") from error
        else:
            self._renewed_s = at_s
