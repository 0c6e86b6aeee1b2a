"""Loop: other threads get answers while it runs, and nothing afterwards."""

import asyncio

import pytest

from noroshi.spine.net.loop import LoopThread


async def answer(value):
    await asyncio.sleep(0)
    return value


async def fail():
    raise ValueError("told")


def test_a_result_or_an_error_comes_back():
    loop = LoopThread("test")
    loop.start()
    assert loop.run(answer(3)) == 3
    with pytest.raises(ValueError, match="told"):
        loop.run(fail())
    loop.stop()


def test_what_still_runs_is_cancelled_at_the_end():
    loop = LoopThread("test")
    loop.start()
    seen = []

    async def forever():
        try:
            await asyncio.sleep(3600)
        finally:
            seen.append("cancelled")

    async def begin():
        return asyncio.get_running_loop().create_task(forever())

    task = loop.run(begin())
    loop.run(answer(0))
    loop.stop()
    assert seen == ["cancelled"]
    assert task.cancelled()


def test_calls_after_the_end_are_nothing():
    loop = LoopThread("test")
    loop.start()
    loop.stop()
    loop.call(lambda: pytest.fail("called"))
    loop.stop()
