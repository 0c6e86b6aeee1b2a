"""What a look never does; what it does is asked of the real browser in test_visitor.py."""

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import noroshi.sites.visit
from noroshi.sites.visit import look
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.profile import MOBILE

SOURCES = sorted(Path(noroshi.sites.visit.__file__).parent.rglob("*.py"))
TYPING = re.compile(
    r"keyboard|\.(?:fill|type|press|press_sequentially|insert_text|set_input_files)\("
)


def test_no_line_of_the_room_can_press_a_key_or_fill_a_field():
    assert SOURCES
    assert TYPING.search("page.keyboard")
    for source in SOURCES:
        assert not TYPING.search(source.read_text(encoding="utf-8")), source.name


def test_the_script_that_reads_a_page_changes_nothing_of_it():
    script = (Path(noroshi.sites.visit.__file__).parent / "collect.js").read_text(encoding="utf-8")
    for change in (
        ".click(",
        ".focus(",
        ".submit(",
        ".value =",
        ".append",
        "innerHTML =",
        "fetch(",
    ):
        assert change not in script


class Stuck:
    """A browser whose contexts, or whose pages, never open."""

    version = "130.0.0.0"

    def __init__(self, *, opens):
        self.opens, self.closed = opens, 0

    async def new_context(self, **_):
        if not self.opens:
            await asyncio.Event().wait()
        return self

    async def new_page(self):
        await asyncio.Event().wait()

    async def close(self):
        self.closed += 1


@pytest.mark.parametrize("opens", [True, False])
def test_a_browser_that_hangs_ends_the_look_and_is_lent_to_nobody_again(monkeypatch, opens):
    monkeypatch.setattr(look, "OPEN_S", 0.05)
    browser = Stuck(opens=opens)
    lent = SimpleNamespace(browser=browser, hangs=False)

    async def visit():
        egress = SimpleNamespace(port=1, report=None, end=None)
        await look.Look(lent, egress, MOBILE, VisitBounds(), None).at("https://a.example/")

    with pytest.raises(TimeoutError):
        asyncio.run(visit())
    assert lent.hangs
    assert browser.closed == int(opens)
