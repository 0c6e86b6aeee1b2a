"""Zone following: a pass when the lists changed, an entry ended, or the zone was not seen for long."""

from datetime import timedelta

import pytest

from noroshi.jobs.share import zone_following
from noroshi.jobs.share.zone_feeding import Fed
from noroshi.jobs.share.zone_following import LONGEST_PAUSE_S, LOOK_S, TICK_S, follow
from noroshi.jobs.share.zone_key import make_zone_key
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

DONE = Fed(
    zone="rpz.example", reloaded=False, editions=1, ended=0, blocked=1, unblocked=0,
    unsayable=0, updates=1, sequence=1, serial=1,
)  # fmt: skip


class World:
    """A follower's time, and what happens in it."""

    def __init__(self, store, monkeypatch):
        self.shared = SharedList(store.database)
        self.now = HOUR.end
        self.passes, self.waits = [], []
        self.fails = 0
        self.failure = SourceError("the primary sleeps")
        self.plan = []
        monkeypatch.setattr(zone_following, "feed", self.feed)

    def feed(self, home, store, at):
        self.passes.append(at)
        if self.fails:
            self.fails -= 1
            raise self.failure
        return DONE

    def wait(self, seconds):
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)
        if not self.plan:
            return True
        self.plan.pop(0)()
        return False


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setenv("NOROSHI__ZONE__NAME", "rpz.example")
    home = Home(tmp_path).create()
    make_zone_key(home)
    with Store.open(home.state) as store:
        world = World(store, monkeypatch)
        start = world.now

        def steady():
            return (world.now - start).total_seconds()

        def run():
            return list(follow(home, store, lambda: world.now, world.wait, steady=steady))

        world.run = run
        yield world


def nothing():
    """A tick in which nothing happens."""


def test_the_zone_is_looked_at_when_it_begins_and_not_at_each_tick(world):
    world.plan = [nothing] * 3
    assert world.run() == [DONE]
    assert world.waits == [TICK_S] * 4
    assert len(world.passes) == 1


def test_each_change_of_the_lists_is_fed_at_the_next_tick(world):
    world.plan = [nothing, lambda: world.shared.publish([make_change()], world.now), nothing]
    assert len(world.run()) == 2


def test_the_end_of_an_entry_is_a_reason_to_look(world):
    world.shared.publish([make_change()], world.now)
    end = make_indicator().valid_until

    def pass_time():
        world.now = end - timedelta(seconds=TICK_S)

    # The long jump is a reason by itself; the end comes a tick later.
    world.plan = [pass_time, nothing, nothing]
    world.run()
    assert world.passes == [HOUR.end, end - timedelta(seconds=TICK_S), end]


def test_a_zone_is_looked_at_now_and_then(world):
    def pass_time():
        world.now += timedelta(seconds=LOOK_S)

    world.plan = [pass_time, nothing]
    world.run()
    assert len(world.passes) == 2


def test_failures_are_tried_again_ever_more_slowly(world):
    world.fails = 7
    world.plan = [nothing] * 8
    assert world.run() == [DONE]
    assert world.waits[:7] == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    assert world.waits[7] == TICK_S


def test_a_primary_that_refuses_is_tried_again(world):
    world.fails, world.failure = 1, ConfigError("the primary refuses")
    world.plan = [nothing]
    assert world.run() == [DONE]


def test_settings_without_a_zone_are_told_at_once(tmp_path):
    home = Home(tmp_path).create()
    with Store.open(home.state) as store, pytest.raises(ConfigError, match=r"\[zone\] name"):
        next(follow(home, store, lambda: HOUR.end, lambda _: True, steady=lambda: 0.0))
