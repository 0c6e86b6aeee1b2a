"""Rule: from what a look saw to the state of a followed page. Pure: no browser, no clock."""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.sites.judge.verdict import SiteVerdict
from noroshi.sites.visit.light import LightLook, LightOutcome
from noroshi.spine.model.site_life import FollowedSite, FollowPace, LifeState


class Code(StrEnum):
    """Why a page was found to be what it is."""

    UNCHANGED = "unchanged"
    STILL_DEAD = "still-dead"
    NAME_GONE = "name-gone"
    NO_PAGE = "no-page"
    NO_BROWSER_LEFT = "no-browser-left"
    HARMS = "harms"
    HARMS_AGAIN = "harms-again"
    GONE = "gone"
    HIDES = "hides"
    HARMLESS_ONCE = "harmless-once"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a full look came to.

    Attributes:
        verdict: Of the judge on all visits of the look.
        by_all: Whether every visitor looked.
        stayed: Whether all of them ended where the page is, and were not sent to another domain.
    """

    verdict: SiteVerdict
    by_all: bool
    stayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """What a look says of the page.

    Attributes:
        state: What it is.
        code: Why.
        harmless_run: Full looks in a row by every visitor that found nothing harmful.
    """

    state: LifeState
    code: Code
    harmless_run: int = 0

    def changes(self, before: LifeState) -> bool:
        """Whether the next looks come close together again."""
        return self.state is not before and not (before is LifeState.REVIVED and self.state.harms)


def wants_full(before: FollowedSite, seen: LightLook, pace: FollowPace) -> bool:
    """Whether a light look is not enough to say what a page is now.

    A name that is gone needs no browser. A page that hides from us may show anything to a light
    look, so it is visited each time; all others only where something is not as it was.
    """
    if seen.outcome is LightOutcome.ABSENT or before.full_looks >= pace.most_full:
        return False
    if before.state is LifeState.DEAD:
        answers = seen.outcome in {LightOutcome.PAGE, LightOutcome.ERROR}
        return answers and seen.mark != before.mark
    if before.state.harms:
        return seen.outcome is not LightOutcome.PAGE or seen.mark != before.mark
    return True


def after_light(before: FollowedSite, seen: LightLook, pace: FollowPace) -> Concluded:
    """What a light look alone says, where `wants_full` is content with it."""
    if seen.outcome is LightOutcome.ABSENT:
        return Concluded(state=LifeState.DEAD, code=Code.NAME_GONE)
    if before.full_looks < pace.most_full:
        if before.state is LifeState.DEAD:
            return Concluded(state=LifeState.DEAD, code=Code.STILL_DEAD)
        return Concluded(state=_kept(before.state), code=Code.UNCHANGED)
    if seen.outcome is not LightOutcome.PAGE:
        return Concluded(state=LifeState.DEAD, code=Code.NO_PAGE)
    if before.state.harms and seen.mark == before.mark:
        return Concluded(state=LifeState.ALIVE, code=Code.UNCHANGED)
    # It answers, but nobody looked with a browser: nothing is claimed that was not seen.
    return Concluded(state=LifeState.CLOAKED, code=Code.NO_BROWSER_LEFT)


def after_full(before: FollowedSite, seen: Seen, pace: FollowPace) -> Concluded:
    """What a judged look says.

    One look that finds nothing harmful may be one that the page hid from: it takes several in a
    row, each by every visitor, until the page counts as harmless. A page that sends its visitors
    on to somebody else's harmless one hides.
    """
    if seen.verdict.malicious:
        if before.state is LifeState.DEAD:
            return Concluded(state=LifeState.REVIVED, code=Code.HARMS_AGAIN)
        return Concluded(state=LifeState.ALIVE, code=Code.HARMS)
    if seen.verdict is SiteVerdict.DEAD:
        return Concluded(state=LifeState.DEAD, code=Code.GONE)
    if seen.verdict is SiteVerdict.BENIGN and seen.by_all and seen.stayed:
        run = before.harmless_run + 1
        if run >= pace.harmless_looks:
            return Concluded(state=LifeState.HARMLESS, code=Code.HARMLESS, harmless_run=run)
        return Concluded(state=LifeState.CLOAKED, code=Code.HARMLESS_ONCE, harmless_run=run)
    return Concluded(state=LifeState.CLOAKED, code=Code.HIDES)


def _kept(state: LifeState) -> LifeState:
    """The state of what did not change; only the look that sees it come back calls it revived."""
    return LifeState.ALIVE if state is LifeState.REVIVED else state
