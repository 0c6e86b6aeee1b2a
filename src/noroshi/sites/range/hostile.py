"""Hostile: pages that attack who looks at them. They may cost a visitor its time, never more."""

import asyncio
import gzip
from collections.abc import AsyncIterator

from noroshi.sites.range.scene import Memory, Playing, Scene, file, page, to
from noroshi.spine.net.web_server import WebAnswer, WebRequest

HTML = (("Content-Type", "text/html; charset=utf-8"),)
BOMB_OCTETS = 64_000_000
INSIDE = (
    "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/", "http://localhost:8080/", "http://[::1]/",
    "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/", "http://0x7f000001/", "http://2130706433/",
    "http://0177.0.0.1/", "http://127.1/", "http://[::ffff:127.0.0.1]/", "http://100.64.0.1/", "http://0.0.0.0/",
    "ws://10.0.0.2/", "http://metadata.google.internal/",
)  # fmt: skip
"""Places inside a network that a page may never reach through its visitor."""


async def _endless() -> AsyncIterator[bytes]:
    yield b"<!doctype html><title>endless</title>"
    while True:
        yield b"<p>" + b"x" * 60_000 + b"</p>"
        await asyncio.sleep(0)


async def _dripping() -> AsyncIterator[bytes]:
    yield b"<!doctype html><title>drip</title>"
    for _ in range(600):
        yield b"."
        await asyncio.sleep(1)


def _script(title: str, code: str) -> Playing:
    return lambda request, memory: page(
        f"<!doctype html><title>{title}</title><body><h1>{title}</h1><script>{code}</script>"
    )


def _bomb(request: WebRequest, memory: Memory) -> WebAnswer:
    packed = gzip.compress(b"\0" * BOMB_OCTETS, 9)
    return WebAnswer(headers=(*HTML, ("Content-Encoding", "gzip")), body=packed)


def _worker(request: WebRequest, memory: Memory) -> WebAnswer:
    if request.path == "/sw.js":
        return file(b"self.addEventListener('fetch',e=>{})", "text/javascript")
    return page(
        '<!doctype html><title>worker</title><script>navigator.serviceWorker.register("/sw.js")</script>'
    )


def _inside(request: WebRequest, memory: Memory) -> WebAnswer:
    parts = "".join(f'<img src="{url}">' for url in INSIDE if url.startswith("http"))
    code = ";".join(
        f'try{{fetch("{url}",{{mode:"no-cors"}})}}catch(e){{}}'
        for url in INSIDE
        if url.startswith("http")
    )
    return page(
        f'<!doctype html><title>inside</title>{parts}<script>{code};try{{new WebSocket("ws://10.0.0.2/")}}catch(e){{}}</script>'
    )


_DEEP = "<div>" * 30_000

HOSTILE: tuple[tuple[str, Playing], ...] = (
    ("huge", lambda request, memory: page("<!doctype html><title>huge</title>" + "<p>x</p>" * 2_000_000)),
    ("endless", lambda request, memory: WebAnswer(headers=HTML, body=_endless())),
    ("drip", lambda request, memory: WebAnswer(headers=HTML, body=_dripping())),
    ("bomb", _bomb),
    ("deep", lambda request, memory: page(f"<!doctype html><title>deep</title>{_DEEP}")),
    ("scroll", _script("scroll", 'addEventListener("scroll",()=>document.body.insertAdjacentHTML("beforeend","<p>more</p>".repeat(50)))')),
    ("popups", _script("popups", 'setInterval(()=>window.open("/"),20)')),
    ("alerts", _script("alerts", 'for(;;)alert("x")')),
    ("stay", _script("stay", 'onbeforeunload=e=>{e.preventDefault();return "x"}')),
    ("spin", _script("spin", "for(;;);")),
    ("worker", _worker),
    ("peer", _script("peer", 'new RTCPeerConnection({iceServers:[{urls:"stun:192.0.2.1"}]}).createDataChannel("x")')),
    ("inside", _inside),
    ("to-inside", lambda request, memory: to("http://169.254.169.254/latest/meta-data/")),
    ("to-file", _script("to-file", 'location.href="file:///etc/passwd"')),
    ("to-intent", _script("to-intent", 'location.href="intent://x#Intent;scheme=x;end"')),
    ("basic-auth", lambda request, memory: page("<title>401</title>", status=401, headers=(("WWW-Authenticate", 'Basic realm="x"'),))),
    ("loop", lambda request, memory: to(f"https://hostile-loop.test/{memory.again('loop')}")),
)  # fmt: skip


def hostile_scenes() -> list[Scene]:
    """One host for each attack; none of them imitates anybody."""
    return [
        Scene(host=f"hostile-{kind}.test", theme="hostile", kind=f"hostile-{kind}", play=play)
        for kind, play in HOSTILE
    ]
