"""Rendered: what a page shows after its scripts ran, read without the help of its scripts.

Reading happens in an isolated world of the DevTools protocol: the page's own JavaScript can neither
see nor bend it. Closed shadow roots are found through the protocol's own tree.
"""

import asyncio
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from playwright.async_api import CDPSession, Error, Page

from noroshi.sites.visit.clicks import Button
from noroshi.sites.visit.visit import Field

MOST_FRAMES = 20
READ_S = 5.0
WORLD = "reader"
_LOST = (Error, TimeoutError, msgspec.ValidationError, KeyError)
"""A frame that is gone, hung or broken: the rest of the page is still read."""


class Rendered(msgspec.Struct, kw_only=True):
    """What `collect.js` gives of one document."""

    title: str = ""
    html: str = ""
    text: str = ""
    fields: list[Field] = []
    links: list[str] = []
    buttons: list[Button] = []
    icon: str = ""
    hollow: int = 0

    def add(self, other: "Rendered") -> None:
        """What another frame shows; its HTML stays out, as its origin is another's."""
        self.text = "\n".join(filter(None, (self.text, other.text)))
        self.fields += other.fields
        self.links += [link for link in other.links if link not in self.links]


async def read_page(page: Page, session: CDPSession, most_chars: int) -> Rendered:
    """The page as it stands, frames of all origins included.

    Raises:
        Error: The page is gone.
        TimeoutError: It does not answer, even after its scripts were ended.
    """
    try:
        whole = await _read_process(session, most_chars)
    except TimeoutError:
        await stop_scripts(session)
        whole = await _read_process(session, most_chars)
    for outside in await _outside(page):
        try:
            whole.add(await _read_process(outside, most_chars))
        except _LOST:
            continue
    whole.text = whole.text[:most_chars]
    return whole


async def stop_scripts(session: CDPSession) -> None:
    """End what runs in the page, and let nothing new run; its DOM stays.

    Raises:
        Error: The page is gone.
        TimeoutError: The browser does not answer.
    """
    await _bounded(session, "Runtime.terminateExecution")
    await _bounded(session, "Emulation.setScriptExecutionDisabled", {"value": True})


async def _read_process(session: CDPSession, most_chars: int) -> Rendered:
    """The document of a session, and the frames of other origins that live beside it."""
    tree = (await _bounded(session, "Page.getFrameTree"))["frameTree"]
    whole = await _read(session, tree["frame"]["id"], most_chars)
    for frame in list(_foreign(tree))[:MOST_FRAMES]:
        await _add(whole, session, frame, most_chars)
    return whole


async def _add(whole: Rendered, session: CDPSession, frame: str, most_chars: int) -> None:
    try:
        whole.add(await _read(session, frame, most_chars))
    except _LOST:
        return


async def _read(session: CDPSession, frame: str, most_chars: int) -> Rendered:
    world = await _bounded(
        session, "Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD}
    )
    context = world["executionContextId"]
    asked = {
        "expression": f"({_script()})(document, {most_chars})",
        "contextId": context,
        "returnByValue": True,
    }
    found = _rendered(await _bounded(session, "Runtime.evaluate", asked))
    if found.hollow:
        for inner in await _closed(session, context, most_chars):
            found.html = f"{found.html}\n<!-- closed shadow root -->\n{inner.html}"[:most_chars]
            found.add(inner)
    return found


async def _closed(session: CDPSession, context: int, most_chars: int) -> list[Rendered]:
    """Closed shadow roots, which scripts cannot enter from outside."""
    tree = await _bounded(session, "DOM.getDocument", {"depth": -1, "pierce": True})
    found = []
    for node in list(_closed_roots(tree["root"]))[:MOST_FRAMES]:
        try:
            place = {"backendNodeId": node, "executionContextId": context}
            held = await _bounded(session, "DOM.resolveNode", place)
            asked = {
                "functionDeclaration": f"function (limit) {{ return ({_script()})(this, limit) }}",
                "objectId": held["object"]["objectId"],
                "arguments": [{"value": most_chars}],
                "returnByValue": True,
            }
            found.append(_rendered(await _bounded(session, "Runtime.callFunctionOn", asked)))
        except _LOST:
            continue
    return found


def _closed_roots(root: Mapping[str, Any]) -> Iterator[int]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.get("shadowRootType") == "closed":
            yield node["backendNodeId"]
        pending += reversed([*node.get("shadowRoots", ()), *node.get("children", ())])


def _foreign(tree: Mapping[str, Any]) -> Iterator[str]:
    """Frames of this process whose parent is of another origin; the others were read with it."""
    pending = [tree]
    while pending:
        node = pending.pop()
        above = node["frame"].get("securityOrigin")
        for child in node.get("childFrames", ()):
            own = child["frame"].get("securityOrigin")
            if own != above and own not in ("", "://"):
                yield child["frame"]["id"]
            pending.append(child)


async def _outside(page: Page) -> list[CDPSession]:
    """Sessions with frames that live in processes of their own, as frames of other sites do."""
    found: list[CDPSession] = []
    for frame in page.frames[1 : 1 + MOST_FRAMES]:
        try:
            session = await asyncio.wait_for(page.context.new_cdp_session(frame), READ_S)
        except (Error, TimeoutError):
            continue  # a frame of the page's own process
        found.append(session)
    return found


def _rendered(answer: Mapping[str, Any]) -> Rendered:
    return msgspec.convert(_clean(answer.get("result", {}).get("value")), Rendered)


def _clean(value: Any) -> Any:  # noqa: ANN401  # JSON of any shape
    """Without halves of characters, which JavaScript may hold and UTF-8 may not."""
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return value


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


async def _bounded(session: CDPSession, method: str, params: dict[str, Any] | None = None) -> Any:  # noqa: ANN401  # the protocol's answer
    return await asyncio.wait_for(session.send(method, params), READ_S)


@cache
def _script() -> str:
    return files("noroshi.sites.visit").joinpath("collect.js").read_text(encoding="utf-8")
