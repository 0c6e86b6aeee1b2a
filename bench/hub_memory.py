"""How much memory does a hub take that gives a long list, whole and in every format, to its first readers?"""

import asyncio
import resource
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bench import filling
from bench.hub_lists import C2, Reader
from bench.listing import AT
from bench.machine import RESULTS, machine, write_result
from noroshi.console.api import ROUTES
from noroshi.console.app import build_app
from noroshi.console.hub import Hub
from noroshi.relay.share import RENDERERS
from noroshi.spine.home import Home
from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.store import Store
from noroshi.spine.store.members import Operators

ENTRIES = 300_000
Message = dict[str, object]
App = Callable[..., Awaitable[None]]


def main(entries: int = ENTRIES, results: Path = RESULTS) -> None:
    """Fill a list, read it in every format, and see how high memory went; writes the result."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name)).create()
        with Store.open(home.state) as store:
            member = Operator(
                id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=AT - timedelta(days=1),
                entitlements=("c2-servers",),
            )  # fmt: skip
            Operators(store.database).add(member)
            filling.fill_apart(home, entries)
            filled_mb = peak_mb()
            hub = Hub(home=home, store=store, clock=lambda: AT)
            app = build_app(hub, routes=ROUTES, authentication=Reader)
            after = {name: asyncio.run(octets_and_peak(app, name)) for name in sorted(RENDERERS)}
            hub.close()
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "entries": entries,
        "peak_rss_mb_when_filled": filled_mb,
        "after_each_format": after,
        "peak_rss_mb": peak_mb(),
    }
    write_result("hub_memory", told, results)


def peak_mb() -> float:
    """Highest resident memory of this process so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


async def octets_and_peak(app: App, name: str) -> dict[str, float]:
    """Read a list into nothing: usual clients inside a process would keep it."""
    asked, octets, ended = True, 0, asyncio.Event()

    async def receive() -> Message:
        nonlocal asked
        if asked:
            asked = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await ended.wait()  # a reader who stays to the end
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal octets
        if message.get("status", 200) != 200:
            raise SystemExit(f"{name}: {message['status']}")
        body = message.get("body", b"")
        octets += len(body) if isinstance(body, bytes) else 0
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            ended.set()

    await app(_scope(name), receive, send)
    return {"octets": octets, "peak_rss_mb": peak_mb()}


def _scope(name: str) -> Message:
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": C2, "raw_path": C2.encode(), "root_path": "",
        "query_string": f"format={name}".encode(), "client": ("192.0.2.9", 1),
        "headers": [(b"host", b"hub.example"), (b"accept-encoding", b"identity")],
        "server": ("hub.example", 80),
    }  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
