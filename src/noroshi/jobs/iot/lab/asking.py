"""Asking: one round of the lab as of another moment.

Only a lab scope may be played at another time: a clock that can be set would outlive a validity.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from noroshi.iot.survey.runner import Progress
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import Survey, Wish, utc_now
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


def ask_later(home: Home, wish: Wish, *, later_s: float) -> Iterator[Progress]:
    """Run a round of a lab scope as if it were so many seconds later.

    Raises:
        ConfigError: It is no lab scope, or it does not hold at that moment.
    """
    if not scope_at(wish.scope).lab:
        raise ConfigError("only a lab scope can be played at another time; use: iot survey run")

    def wall() -> datetime:
        return utc_now() + timedelta(seconds=later_s)

    return Survey(home, wish, wall=wall).run()
