import asyncio
import os
import signal
from pathlib import Path

import pytest
from playwright.async_api import Error

from noroshi.sites.visit import Outcome
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.browsers import Browsers, _refusal
from noroshi.sites.visit.profile import MOBILE, Engine
from noroshi.sites.visit.visitor import Visitor
from noroshi.spine.model import ConfigError, SourceError

from .bad_pages import staged


def test_a_missing_sandbox_is_a_matter_of_settings_and_never_passed_over():
    error = _refusal(Error("Launch failed: No usable sandbox! ..."))
    assert isinstance(error, ConfigError)
    assert "never run without" in str(error)


def test_another_failure_is_told_as_it_is():
    error = _refusal(Error("Failed to launch: out of memory\nmore --no-sandbox"))
    assert isinstance(error, SourceError)
    assert str(error).endswith("out of memory")


def test_the_browser_is_confined_and_a_killed_one_is_replaced(user):
    """One story with one browser, as starting it is what costs."""

    async def story():
        async with Browsers(user, fresh=False, memory_bytes=10**9) as browsers:
            async with browsers.lend(Engine.SHELL) as lent:
                page = await lent.browser.new_page()
                await page.goto("data:text/html,x")
                family = lent.family.processes()
                statuses = [_status(pid) for pid in family]
                os.kill(family[0], signal.SIGKILL)
                while lent.browser.is_connected():
                    await asyncio.sleep(0.02)
            async with browsers.lend(Engine.SHELL) as second:
                assert second is not lent
                assert second.is_fit
                async with browsers.lend(Engine.SHELL, alone=True) as own:
                    assert own is not second
                assert not own.browser.is_connected()
                assert second.is_fit
            places = lent.cell.path, second.cell.path
        assert not any(place.exists() for place in places)
        return statuses

    statuses = [status for status in asyncio.run(story()) if status]
    assert all(status["Uid"].split()[1] != "0" for status in statuses)
    assert all(status["NoNewPrivs"] == "1" for status in statuses)
    assert any(status["Seccomp"] == "2" for status in statuses)


def _status(pid):
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_a_visit_whose_browser_dies_is_made_once_more(user):
    """The first browser is killed, so an answer that is not `crashed` comes from a second one."""

    async def look():
        bounds = VisitBounds(total_s=3.0)
        async with (
            staged() as stage,
            Visitor(user=user, bounds=bounds, stage=stage) as visitor,
            visitor._browsers.lend(Engine.SHELL) as lent,
        ):
            going = asyncio.ensure_future(visitor.visit("http://bank.example/slow", MOBILE))
            while not any(context.pages for context in lent.browser.contexts):
                await asyncio.sleep(0.02)
            os.kill(lent.family.processes()[0], signal.SIGKILL)
            return await going

    assert asyncio.run(look()).outcome is Outcome.TIMEOUT


def test_a_fresh_browser_goes_with_its_visit(user):
    async def lent_twice():
        async with Browsers(user, fresh=True, memory_bytes=10**9) as browsers:
            async with browsers.lend(Engine.SHELL) as one:
                pass
            return one.browser.is_connected(), one.cell.path.exists()

    assert asyncio.run(lent_twice()) == (False, False)


def test_a_browser_that_does_not_start_is_told_and_leaves_nothing(user, monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr("noroshi.sites.visit.confine.program", lambda _: str(broken))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def lend():
        async with (
            Browsers(None, fresh=False, memory_bytes=10**9) as browsers,
            browsers.lend(Engine.SHELL),
        ):
            pass

    with pytest.raises(SourceError, match="does not start"):
        asyncio.run(lend())
    assert list(tmp_path.glob("noroshi-visit-*")) == []
