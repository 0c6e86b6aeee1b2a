"""What does reading the same STIX objects by TAXII 2.1 cost here and in medallion, the reference server?

Run: python -m bench.hub_peer [OBJECTS] [PEER_OBJECTS]. Both answer inside this process, their clients'
share included. Medallion holds fewer: its time grows with the square of what it holds.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import httpx

from bench import filling
from bench.hub_lists import Reader
from bench.listing import AT
from bench.machine import RESULTS, machine, write_result
from noroshi.console.app import build_app
from noroshi.console.hub import Hub
from noroshi.console.taxii import ROUTES
from noroshi.console.taxii.entitled import collection_id
from noroshi.spine.home import Home
from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.store import Store
from noroshi.spine.store.members import Operators

OBJECTS, PEER_OBJECTS = 100_000, 1_000
PAGE = 500
POLLS = 20
ACCEPT = {"Accept": "application/taxii+json;version=2.1"}
ID = "11111111-2222-4333-8444-555555555555"
OURS = f"/taxii2/noroshi/collections/{collection_id('c2-servers')}/objects/"
THEIRS = f"/peer/collections/{ID}/objects/"

Object = dict[str, object]


def main(objects: int = OBJECTS, peer_objects: int = PEER_OBJECTS, results: Path = RESULTS) -> None:
    """Read both; writes the result."""
    same, small = asyncio.run(ours(peer_objects))
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "page": PAGE,
        "noroshi": small,
        "medallion": medallion(same),
        "noroshi_large": asyncio.run(ours(objects))[1],
    }
    write_result("hub_peer", told, results)


async def ours(objects: int) -> tuple[list[Object], dict[str, object]]:
    """Our server with so many entries; gives its objects and its figures."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name)).create()
        with Store.open(home.state) as store:
            member = Operator(
                id="alpha", name="Alpha", role=MemberRole.SHARING, joined_at=AT - timedelta(days=1),
                entitlements=("c2-servers",),
            )  # fmt: skip
            Operators(store.database).add(member)
            filling.fill(store, objects)
            hub = Hub(home=home, store=store, clock=lambda: AT)
            transport = httpx.ASGITransport(
                app=build_app(hub, routes=ROUTES, authentication=Reader)
            )
            async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
                told = await _read(client)
            hub.close()
    return told


async def _read(client: httpx.AsyncClient) -> tuple[list[Object], dict[str, object]]:
    found: list[Object] = []
    params: dict[str, str | int] = {"limit": PAGE}
    last, began = "", process_time()
    while True:
        answer = (await client.get(OURS, params=params, headers=ACCEPT)).raise_for_status()
        page = answer.json()
        found += page.get("objects", [])
        last = answer.headers.get("X-TAXII-Date-Added-Last", last)
        if not page.get("more"):
            break
        params["next"] = page["next"]
    paged = process_time() - began
    began = process_time()
    for _ in range(POLLS):
        answer = await client.get(OURS, params={"added_after": last}, headers=ACCEPT)
        if answer.raise_for_status().json().get("objects"):
            raise SystemExit("a poll with nothing new gave something")
    return found, figures(len(found), paged, process_time() - began)


def medallion(objects: list[Object]) -> dict[str, object]:
    """Medallion, in memory, with these objects."""
    import medallion as peer  # noqa: PLC0415  # in the development environment only

    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "medallion.json"
        file.write_text(json.dumps(_peer_data()), encoding="utf-8")
        app = peer.application_instance
        if not app.blueprints:
            peer.register_blueprints(app)
        peer.set_config(app, "users", {"users": {"us": "word"}})
        peer.set_config(app, "taxii", {"taxii": {"max_page_size": PAGE}})
        backend = {
            "module": "medallion.backends.memory_backend",
            "module_class": "MemoryBackend",
            "filename": str(file),
        }
        peer.set_config(app, "backend", {"backend": backend})
        for some in _batches(objects):
            app.medallion_backend.add_objects("peer", ID, {"objects": some}, datetime.now(UTC))
        with app.test_client() as client:
            asking = {"headers": ACCEPT, "auth": ("us", "word")}
            found, last, query, began = 0, "", f"limit={PAGE}", process_time()
            while True:
                answer = client.get(THEIRS, query_string=query, **asking)
                if answer.status_code != 200:
                    raise SystemExit(f"medallion answers {answer.status_code}")
                page = answer.get_json(force=True)
                found += len(page.get("objects", []))
                last = answer.headers.get("X-TAXII-Date-Added-Last", last)
                if not page.get("more"):
                    break
                query = f"limit={PAGE}&next={page['next']}"
            paged, began = process_time() - began, process_time()
            for _ in range(POLLS):
                client.get(THEIRS, query_string={"added_after": last}, **asking)
            return figures(found, paged, process_time() - began)


def figures(objects: int, paged: float, polls: float) -> dict[str, object]:
    """What was read, and at what cost."""
    return {
        "objects": objects,
        "paging_cpu_s": round(paged, 3),
        "objects_per_cpu_s": round(objects / paged),
        "empty_poll_cpu_ms": round(polls * 1_000 / POLLS, 3),
    }


def _batches(objects: list[Object]) -> Iterator[list[Object]]:
    for start in range(0, len(objects), PAGE):
        yield objects[start : start + PAGE]


def _peer_data() -> Object:
    collection = {
        "id": ID, "title": "list", "can_read": True, "can_write": True,
        "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": [],
    }  # fmt: skip
    root = {
        "information": {
            "title": "root", "versions": ["application/taxii+json;version=2.1"],
            "max_content_length": 10_000_000,
        },
        "status": [], "collections": [collection],
    }  # fmt: skip
    return {
        "/discovery": {"title": "peer", "default": "/peer/", "api_roots": ["/peer/"]},
        "peer": root,
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
