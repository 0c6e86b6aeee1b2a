import asyncio
from threading import Event

import pytest

from noroshi.jobs.sites import publisher as module
from noroshi.jobs.sites.publisher import opened_publisher
from noroshi.spine.model import SourceError


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST_S", 0.0)
    monkeypatch.setattr(module, "REST", 0.0)


def test_what_is_wanted_during_a_run_leaves_in_one_more() -> None:
    begun, go_on, runs = Event(), Event(), []

    def publish() -> None:
        runs.append(1)
        begun.set()
        go_on.wait(30)

    async def course() -> None:
        async with opened_publisher(publish) as publisher:
            publisher.want()
            await asyncio.to_thread(begun.wait, 30)
            for _ in range(5):
                publisher.want()
            go_on.set()
            while publisher.runs < 2:
                await asyncio.sleep(0.01)

    asyncio.run(course())
    assert len(runs) == 2


def test_nothing_wanted_is_nothing_done() -> None:
    runs: list[int] = []

    async def course() -> None:
        async with opened_publisher(lambda: runs.append(1)):
            await asyncio.sleep(0)

    asyncio.run(course())
    assert runs == []


def test_what_is_wanted_at_the_end_is_published_before_it_is_left() -> None:
    runs: list[int] = []

    async def course() -> None:
        async with opened_publisher(lambda: runs.append(1)) as publisher:
            publisher.want()

    asyncio.run(course())
    assert runs == [1]


def test_a_failure_ends_nothing() -> None:
    answers = iter([SourceError("the disk is full"), None])

    def publish() -> None:
        if (error := next(answers)) is not None:
            raise error

    async def course() -> int:
        async with opened_publisher(publish) as publisher:
            publisher.want()
            while publisher._wanted.is_set():
                await asyncio.sleep(0.01)
            publisher.want()
            while not publisher.runs:
                await asyncio.sleep(0.01)
        return publisher.runs

    assert asyncio.run(course()) == 1
