import asyncio

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Error

from noroshi.sites.visit import rendered
from noroshi.sites.visit.rendered import Rendered, read_page
from noroshi.testing.visits import field


class Session:
    """Stands for the protocol; `hung` answers are never given until scripts are stopped."""

    def __init__(self, *, hangs=False, shown=None):
        self.hangs, self.stopped = hangs, False
        self.shown = shown or {"title": "Shop", "html": "<p>", "text": "words"}

    async def send(self, method, params=None):
        if method == "Runtime.terminateExecution":
            self.stopped = True
            return {}
        if self.hangs and not self.stopped:
            await asyncio.sleep(3600)
        return {
            "Page.getFrameTree": {"frameTree": {"frame": {"id": "1", "securityOrigin": "a"}}},
            "Page.createIsolatedWorld": {"executionContextId": 1},
            "Runtime.evaluate": {"result": {"value": self.shown}},
        }.get(method, {})


class Tab:
    frames = ("main",)


def read(session):
    return asyncio.run(read_page(Tab(), session, 100))


def test_a_page_that_hangs_is_read_once_its_scripts_are_stopped(monkeypatch):
    monkeypatch.setattr(rendered, "READ_S", 0.05)
    assert read(Session(hangs=True)).title == "Shop"


def test_text_is_bounded_over_all_frames():
    assert len(read(Session(shown={"text": "x" * 1000})).text) == 100


@pytest.mark.parametrize("shown", [None, 1, "x", {"title": 1}, {"fields": [{"kind": "x"}]}])
def test_an_answer_of_another_shape_is_no_page(shown):
    session = Session()
    session.shown = shown
    with pytest.raises(msgspec.ValidationError):
        read(session)


def test_another_frame_adds_fields_links_and_text_but_no_html():
    whole = Rendered(html="<p>", text="a", links=["x"])
    whole.add(Rendered(html="<b>", text="b", links=["x", "y"], fields=[field()]))
    assert (whole.html, whole.text, whole.links) == ("<p>", "a\nb", ["x", "y"])
    assert len(whole.fields) == 1


@given(st.text(st.characters(codec=None), max_size=50))
def test_half_characters_become_whole_ones(text):
    for cleaned in (rendered._clean(text), rendered._clean([{"a": text}])[0]["a"]):
        cleaned.encode()


def test_closed_roots_and_foreign_frames_are_found_at_any_depth():
    tree = {"children": [{"shadowRoots": [{"shadowRootType": "open", "backendNodeId": 1,
        "children": [{"shadowRoots": [{"shadowRootType": "closed", "backendNodeId": 2}]}]}]}]}  # fmt: skip
    assert list(rendered._closed_roots(tree)) == [2]
    frames = {"frame": {"securityOrigin": "a"}, "childFrames": [
        {"frame": {"id": "same", "securityOrigin": "a"}, "childFrames": [
            {"frame": {"id": "deep", "securityOrigin": "b"}}]},
        {"frame": {"id": "blank", "securityOrigin": "://"}},
    ]}  # fmt: skip
    assert list(rendered._foreign(frames)) == ["deep"]


def test_a_frame_that_is_gone_does_not_lose_the_page():
    class Gone(Session):
        async def send(self, method, params=None):
            raise Error("gone")

    async def added():
        whole = Rendered(text="kept")
        await rendered._add(whole, Gone(), "2", 100)
        return whole

    assert asyncio.run(added()).text == "kept"
