"""A home with a store, jobs that say what happened to them, and time that a test moves."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.clock import Task
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError, Text
from noroshi.spine.store import Store

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)

CALLS = []


def good(home, store, at):
    CALLS.append(("good", at))
    return {"things": 1}


def idle(home, store, at):
    return {"things": 0}


def unwell(home, store, at):
    CALLS.append(("unwell", at))
    raise SourceError("the mail server is away")


def broken(home, store, at):
    raise ZeroDivisionError("oh")


def task(name, every_s=3600, **more):
    return Task(
        name=name,
        every_s=every_s,
        meaning=Text(ja="例", en="x"),
        place=f"{__name__}:{name}",
        **more,
    )


class Time:
    """Both clocks, moved together."""

    def __init__(self):
        self.passed_s = 0.0

    def utc(self):
        return AT + timedelta(seconds=self.passed_s)

    def steady(self):
        return self.passed_s


@pytest.fixture
def moved():
    return Time()


@pytest.fixture
def home(tmp_path):
    CALLS.clear()
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as store:
        yield store


def settle(scheduler):
    """Wait until all that was started has ended."""
    for _ in range(2000):
        if not scheduler.running:
            return
        time.sleep(0.005)
        scheduler._bury()
    raise AssertionError(f"{scheduler.running} did not end")
