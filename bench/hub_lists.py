"""How fast does the hub answer from a long list: changes, one entry, and the whole list in each format?"""

import asyncio
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import httpx
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from bench import filling
from bench.listing import AT, change
from bench.machine import RESULTS, machine, write_result
from noroshi.console.api import ROUTES
from noroshi.console.app import build_app
from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.relay.share import RENDERERS
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, MemberRole, Operator, Role, Standing
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators

ENTRIES = 1_000_000
PUBLISHED, AT_ONCE = 20_000, 5_000
POLLS = 500
C2 = "/api/v1/lists/c2-servers"


class Reader(AbstractAuthenticationMiddleware):
    """Everybody is a contributor of one operator: log-in is measured elsewhere."""

    async def authenticate_request(self, connection: object) -> AuthenticationResult:  # noqa: ARG002
        """The same caller for all."""
        caller = Caller(by="bench", rights=RIGHTS[Role.CONTRIBUTOR], operator_id="alpha")
        return AuthenticationResult(user=caller, auth=None)


def main(entries: int = ENTRIES, results: Path = RESULTS) -> None:
    """Fill a list, then read it in every way; writes the result."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name)).create()
        with Store.open(home.state) as store:
            written = fill(store, entries)
            hub = Hub(home=home, store=store, clock=lambda: AT)
            read = asyncio.run(ask(hub, entries))
            hub.close()
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "database": "SQLite, WAL, synchronous=FULL",
        "entries": entries,
        "published_per_cpu_s": round(written),
        **read,
        "peak_rss_mb_with_the_client": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1
        ),
    }
    write_result("hub_lists", told, results)


def fill(store: Store, entries: int) -> float:
    """Hold so many entries, the last of them published; gives how many in a second of one core."""
    joined = AT - timedelta(days=1)
    member = Operator(
        id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=joined,
        entitlements=("c2-servers",),
    )  # fmt: skip
    Operators(store.database).add(member)
    published = min(PUBLISHED, entries)
    filling.fill(store, entries - published)
    shared, began = SharedList(store.database), process_time()
    for start in range(entries - published, entries, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, entries))
        shared.publish([change(number) for number in numbers], joined + timedelta(hours=1))
    return published / (process_time() - began)


async def ask(hub: Hub, entries: int) -> dict[str, object]:
    """Every kind of reading, through the whole application."""
    app = build_app(hub, routes=ROUTES, authentication=Reader)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.example") as client:
        first = (await client.get(C2, params={"since": "", "limit": 1})).json()
        point = f"/api/v1/indicators/{first['entries'][0]['id']}"
        shared = SharedList(hub.store.database)

        def publish(turn: int) -> None:
            shared.publish([change(turn % entries, Standing.WITHDRAWN)], AT)

        told: dict[str, object] = {
            "empty_poll": await times(client, C2, {"since": first["head"]}, lambda _: None),
            "poll_of_one_change": await polls(client, first["head"], publish),
            "one_entry": await times(client, point, {}, lambda _: None),
            "page_with_facets": await times(
                client, "/api/v1/indicators", {"facets": "true"}, lambda _: None, count=5
            ),
        }
        told["whole_list"] = {
            name: await whole(client, name, entries, lambda turn=turn: publish(POLLS + turn))
            for turn, name in enumerate(sorted(RENDERERS))
        }
    return told


async def times(
    client: httpx.AsyncClient,
    path: str,
    params: dict[str, str],
    before: Callable[[int], None],
    count: int = POLLS,
) -> dict[str, float]:
    """How long an answer takes, and its CPU."""
    walls, began = [], process_time()
    for turn in range(count):
        before(turn)
        start = perf_counter()
        answer = await client.get(path, params=params)
        walls.append((perf_counter() - start) * 1_000)
        answer.raise_for_status()
    return figures(walls, (process_time() - began) * 1_000 / count)


async def polls(
    client: httpx.AsyncClient, cursor: str, publish: Callable[[int], None]
) -> dict[str, float]:
    """A reader who follows a list to which something is published before each poll."""
    walls, cpu = [], 0.0
    for turn in range(POLLS):
        publish(turn)
        start, began = perf_counter(), process_time()
        page = (await client.get(C2, params={"since": cursor})).json()
        walls.append((perf_counter() - start) * 1_000)
        cpu += process_time() - began
        if len(page["entries"]) != 1:
            raise SystemExit("a change was skipped")
        cursor = page["next"]
    return figures(walls, cpu * 1_000 / POLLS)


def figures(walls: list[float], cpu_ms: float) -> dict[str, float]:
    """Median, 99th percentile and CPU, in milliseconds."""
    cuts = quantiles(walls, n=100)
    return {
        "wall_ms_p50": round(cuts[49], 3),
        "wall_ms_p99": round(cuts[98], 3),
        "cpu_ms": round(cpu_ms, 3),
    }


async def whole(
    client: httpx.AsyncClient, name: str, entries: int, withdraw: Callable[[], None]
) -> dict[str, float]:
    """Rows a CPU second of three readers.

    For the first the list is rendered; the next gets the same; the third comes after an entry was
    taken back.
    """
    told = {}
    for reader in ("first_rows_per_cpu_s", "next_rows_per_cpu_s", "after_a_change_rows_per_cpu_s"):
        if reader.startswith("after"):
            withdraw()
        began, octets = process_time(), 0
        params, plain = {"format": name}, {"Accept-Encoding": "identity"}
        async with client.stream("GET", C2, params=params, headers=plain) as answer:
            answer.raise_for_status()
            async for chunk in answer.aiter_raw():
                octets += len(chunk)
        told[reader] = round(entries / (process_time() - began))
        told["octets"] = octets
    return told


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
