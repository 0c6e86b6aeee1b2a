"""Answer: who had an address and port at a moment, or why nobody can say."""

from dataclasses import dataclass
from enum import StrEnum


class MatchResult(StrEnum):
    """What the log says."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class Reason(StrEnum):
    """Why nobody is named."""

    SEVERAL = "several-subscribers"
    EDGE = "edge-of-session"
    NO_SESSION = "no-session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The answer for one exposure.

    Attributes:
        result: What the log says.
        subscriber: The operator's own name for the line; null unless matched.
        reason: Why nobody is named; null where somebody is.
    """

    result: MatchResult
    subscriber: str | None
    reason: Reason | None


NO_SESSION = Match(result=MatchResult.NONE, subscriber=None, reason=Reason.NO_SESSION)
_SEVERAL = Match(result=MatchResult.AMBIGUOUS, subscriber=None, reason=Reason.SEVERAL)
_EDGE = Match(result=MatchResult.AMBIGUOUS, subscriber=None, reason=Reason.EDGE)


def match_of(subscriber: str | None, *, several: bool) -> Match:
    """The answer where some session came near.

    Args:
        subscriber: The only one who may have held it, and did so at the moment itself; else null.
        several: Whether more than one may have held it within the skew of the clocks.
    """
    if subscriber is not None:
        return Match(result=MatchResult.MATCHED, subscriber=subscriber, reason=None)
    return _SEVERAL if several else _EDGE
