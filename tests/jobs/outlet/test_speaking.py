"""Speaking: first all, then what changes; a withdrawal leaves at once."""

import pytest

from noroshi.jobs.outlet.speaking import speak
from noroshi.jobs.outlet.staging import take_step, withdraw
from noroshi.spine.model import Act, ConfigError, Outlet, Standing, Subject
from noroshi.spine.store.database import Database

from .conftest import AT, listed

BY = "user:hanako"
ONE, TWO = Subject.ip("192.0.2.1"), Subject.ip("192.0.2.2")


class Talk:
    """Runs `speak` and does something at each of its waits."""

    def __init__(self, *steps):
        self.steps, self.at = list(steps), AT

    def wait(self, _seconds):
        if not self.steps:
            return True
        self.steps.pop(0)()
        return False

    def said(self, home, store):
        return list(speak(home, store, [Outlet.RTBH], lambda: self.at, self.wait))


@pytest.fixture
def blocking(home, store, publish):
    for act in (Act.LOG, Act.REDIRECT, Act.BLOCK):
        take_step(home, Outlet.RTBH, act, by=BY, at=AT, because="a test")
    publish(listed(ONE))


def route(subject, verb="announce"):
    return f"{verb} route {subject.value}/32 next-hop 192.0.2.1 community [65535:666]"


def test_changes_follow(home, store, publish, blocking):
    talk = Talk(
        lambda: publish(listed(TWO)),
        lambda: publish(listed(ONE, Standing.SUSPENDED)),
        lambda: withdraw(home, [Outlet.RTBH], by=BY, at=AT),
    )
    assert talk.said(home, store) == [
        route(ONE), route(TWO), route(ONE, "withdraw"), route(TWO, "withdraw"),
    ]  # fmt: skip


def test_an_entry_that_ends_is_withdrawn(home, store, blocking):
    talk = Talk()
    talk.steps = [lambda: setattr(talk, "at", AT.replace(year=AT.year + 1))]
    assert talk.said(home, store) == [route(ONE), route(ONE, "withdraw")]


def test_what_goes_wrong_later_withdraws_nothing(home, store, publish, blocking):
    talk = Talk(
        lambda: home.acts_file.write_text("broken"),
        lambda: None,
        home.acts_file.unlink,
    )
    assert talk.said(home, store) == [route(ONE), route(ONE, "withdraw")]
    assert isinstance(store.database, Database)


def test_what_is_wrong_at_the_beginning_is_told(home, store):
    home.acts_file.write_text("broken")
    with pytest.raises(ConfigError, match="is damaged"):
        Talk().said(home, store)
