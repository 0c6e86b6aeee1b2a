"""Site lives: what following pages says of their entries: seen alive they hold anew, dead they end early."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from noroshi.relay.decide import Ending
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.home import Home
from noroshi.spine.model import Subject, Text, indicator_id
from noroshi.spine.model.site_life import LifeState
from noroshi.spine.store import Store
from noroshi.spine.store.site_follows import SiteFollows, Standing

REACH = timedelta(days=400)
"""Pages that were last known to harm before this stand on no list any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLives:
    """By indicator id.

    Attributes:
        alive: When pages that harm were last known to.
        ended: Until when entries of dead pages hold, and why.
    """

    alive: Mapping[str, datetime] = field(default_factory=dict)
    ended: Mapping[str, Ending] = field(default_factory=dict)


def site_lives(home: Home, store: Store, at: datetime) -> SiteLives:
    """What is known of followed pages now.

    A page that hides is neither: its entry holds as long as its own validity says.
    """
    alive: dict[str, datetime] = {}
    ended: dict[str, Ending] = {}
    stays = timedelta(hours=home.settings.sites.dead_list_h)
    for one in SiteFollows(store.database).standing(since=at - REACH):
        name = indicator_id(KIND, Subject.url(one.url))
        if one.state.harms:
            alive[name] = one.alive_at
        elif one.state is LifeState.DEAD:
            ended[name] = Ending(at=one.changed_at + stays, reason=_dead(one))
    return SiteLives(alive=alive, ended=ended)


def _dead(one: Standing) -> Text:
    return Text(
        ja=f"{one.changed_at:%Y-%m-%d %H:%M} UTC にページの停止を確認しました。",
        en=f"The page was found dead at {one.changed_at:%Y-%m-%d %H:%M} UTC.",
    )
