"""A server of pages on loopback; the stage gives every name to it."""

import asyncio
import gzip
from contextlib import asynccontextmanager
from functools import cache

from noroshi.spine.net.egress import Stage

LOGIN = """<title>ログイン</title><link rel=icon href=/icon.png><script src=/a.js></script>
<body>こんにちは<form action=/post method=post><label>ID<input name=id></label>
<input type=password name=pw autocomplete=current-password><input type=hidden name=h></form>
<div id=o></div><div id=c></div><iframe srcdoc="<input name=inner>"></iframe>
<iframe src="http://other.example/frame"></iframe><a href=/next>next</a>
<script>o.attachShadow({mode:'open'}).innerHTML='<p>opened</p><input name=open>';
c.attachShadow({mode:'closed'}).innerHTML='<p>shut</p><textarea name=closed></textarea>'</script>"""

PAGES = {
    "/login": LOGIN,
    "/frame": "<p>from elsewhere</p><input name=foreign type=tel>",
    "/a.js": "window.x = 1",
    "/post": "sent",
    "/next": "<p>next",
    "/meta": "<meta http-equiv=refresh content='1;url=/next'>",
    "/script": "<script>location = 'http://second.example/next'</script>",
    "/alerts": "<p>alerts<script>while (true) alert('you are infected')</script>",
    "/busy": "<p>still readable<script>setTimeout(() => { while (true); }, 50)</script>",
    "/memory": "<script>const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1))</script>",
    "/blob": "<script>const a = document.createElement('a'); a.download = 'x.exe';"
    "a.href = URL.createObjectURL(new Blob(['from a blob'])); a.click()</script><p>blob",
    "/click": "<button onclick=\"document.body.innerHTML = '<input type=password name=late>'\">"
    "Continue</button>",
    "/gate": "<a href=/login>私はロボットではありません</a>",
    "/who": "<pre id=p></pre><script>p.textContent = [navigator.userAgent, navigator.languages,"
    "navigator.webdriver, navigator.maxTouchPoints, document.referrer].join('|')</script>",
    "/inside": "<img src='http://10.0.0.1/x'><p>page",
    "/many": "<script>for (let i = 0; i < 300; i++) fetch('/next?' + i)</script>",
    "/popups": "<script>for (let i = 0; i < 20; i++) open('/next')</script><p>popups",
    "/surrogate": "<p id=p></p><script>p.textContent = 'a\\ud800b'</script>",
    "/lies": "<script>JSON.stringify = () => '1'; Array.prototype.map = () => [];"
    "document.querySelectorAll = () => []; Object.prototype.toJSON = () => 'x'</script>"
    "<input type=password name=pw>",
}


async def serve(reader, writer):
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split()[1]
        writer.write(respond(path, head))
        if path == "/slow":
            await reader.read()
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass  # the browser has seen enough
    finally:
        writer.close()


@cache
def bomb():
    """Little on the wire, 300 MB in the browser; made before the visit, which shares our loop."""
    return gzip.compress(b"<p>" + b"0" * 300_000_000, 1)


def respond(path, head):
    status, extra, body = "200 OK", "", PAGES.get(path.partition("?")[0], "").encode()
    if path == "/slow":
        return b""
    if path.startswith("/hops"):
        left = int(path.removeprefix("/hops"))
        status, extra = "302 Found", f"Location: {f'/hops{left - 1}' if left else '/next'}\r\n"
    elif path == "/to-inside":
        status, extra = "302 Found", "Location: http://169.254.169.254/latest\r\n"
    elif path == "/file":
        extra = 'Content-Disposition: attachment; filename="../bad.exe"\r\n'
        body = b"MZ a file"
    elif path == "/large":
        body = b"<p>word " * 400_000
    elif path == "/bomb":
        extra, body = "Content-Encoding: gzip\r\n", bomb()
    elif path == "/icon.png":
        body = b"\x89PNG icon"
    elif path == "/again":
        body = b"<p>second time" if "Cookie: seen=1" in head else b"<p>first time"
        extra = "Set-Cookie: seen=1\r\n"
    elif path not in PAGES and "?" not in path:
        status, body = "404 Not Found", b"<p>gone"
    kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body


@asynccontextmanager
async def staged(context=None):
    """The stage; with a TLS context also for https."""
    plain = await asyncio.start_server(serve, "127.0.0.1", 0)
    secret = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    ports = [server.sockets[0].getsockname()[1] for server in (plain, secret)]
    yield Stage(plain_port=ports[0], tls_port=ports[1])
    plain.close()
    secret.close()
