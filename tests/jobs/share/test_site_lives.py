"""What is followed moves entries: alive they hold, dead they end, and what hides does neither."""

from datetime import timedelta

import pytest

from noroshi.jobs.share.site_lives import site_lives
from noroshi.sites.judge.page_judge import KIND
from noroshi.spine.home import Home
from noroshi.spine.model import Subject, Text, indicator_id
from noroshi.spine.model.site_life import Depth, LifeState, SiteLook
from noroshi.spine.store import Store
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import URL, FollowedHome

LATER = MADE_AT + timedelta(hours=3)
ENTRY = indicator_id(KIND, Subject.url(URL))


@pytest.mark.parametrize("state", list(LifeState))
def test_states_move_entries(tmp_path, state):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state) as store:
        FollowedHome(home, store.database).add()
        look = SiteLook(
            at=LATER, state=state, depth=Depth.FULL, code="x", reason=Text(ja="x", en="x")
        )
        SiteFollows(store.database).note(URL, look, After())
        lives = site_lives(home, store, LATER)
    assert lives.alive == ({ENTRY: LATER} if state.harms else {})
    assert set(lives.ended) == ({ENTRY} if state is LifeState.DEAD else set())
    if lives.ended:
        assert lives.ended[ENTRY].at == LATER + timedelta(hours=48)
