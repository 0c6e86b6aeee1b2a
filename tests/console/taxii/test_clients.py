"""Clients: taxii2-client, over a socket, against the application in its own server."""

import asyncio
import base64
import json
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from requests.exceptions import HTTPError
from taxii2client.v21 import ApiRoot, Collection, as_pages
from taxii2client.v21 import Server as Peer

from noroshi.console.app import build_app
from noroshi.console.caller import NOBODY
from noroshi.console.taxii import ROUTES
from noroshi.spine.model import Standing
from noroshi.testing.changes import make_change


class Granian:
    """An application at a port of loopback, in a thread of its own."""

    def __init__(self, app, port):
        self._app, self._port = app, port
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._loop = self._server = None
        self._up = threading.Event()

    async def _serve(self):
        self._loop = asyncio.get_running_loop()
        self._server = Server(
            self._app, port=self._port, interface=Interfaces.ASGI, log_enabled=False
        )
        self._up.set()
        await self._server.serve()

    def __enter__(self):
        self._thread.start()
        self._up.wait()
        for _ in range(400):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port)):
                return self
            time.sleep(0.05)
        raise AssertionError("the server does not come up")

    def __exit__(self, *raised):
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join()


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


@pytest.fixture
def served(hub, listed, caller_as, free_port):
    """URL of the discovery; `alpha` shows the token `secret`."""

    class Basic(AbstractAuthenticationMiddleware):
        async def authenticate_request(self, connection):
            pair = base64.b64encode(b"alpha:secret").decode()
            shown = connection.headers.get("authorization") == f"Basic {pair}"
            return AuthenticationResult(user=caller_as("analyst") if shown else NOBODY, auth=None)

    app = build_app(hub, routes=ROUTES, authentication=Basic)
    with Granian(app, free_port):
        yield f"http://127.0.0.1:{free_port}/taxii2/"


@pytest.fixture
def c2(served):
    with Peer(served, user="alpha", password="secret") as peer:
        root = peer.default
        yield next(one for one in root.collections if one.alias == "c2-servers")


def pages(collection, **query):
    return list(as_pages(collection.get_objects, **query))


def test_a_client_finds_its_collections(served):
    with Peer(served, user="alpha", password="secret") as peer:
        (root,) = peer.api_roots
        assert {one.alias for one in root.collections} == {"c2-servers", "malicious-sites"}
        assert root.max_content_length > 0


def test_a_client_reads_every_page(c2, listed, hub):
    listed.publish([make_change(number) for number in range(25)], hub.clock())
    read = [made for page in pages(c2, per_request=7) for made in page.get("objects", [])]
    ids = [made["id"] for made in read]
    assert len(ids) == len(set(ids)) == 25 + 5
    manifest = [row for page in as_pages(c2.get_manifest, per_request=7) for row in page["objects"]]
    assert [row["id"] for row in manifest] == ids


def test_a_client_polls_for_news_and_gets_the_tombstone(c2, listed, hub):
    listed.publish([make_change(1), make_change(2)], hub.clock())
    (gone,) = listed.publish([make_change(1, Standing.WITHDRAWN)], hub.clock())
    after = gone.added_at - timedelta(microseconds=1)
    (made,) = c2.get_objects(added_after=after)["objects"]
    assert made["revoked"] is True
    assert c2.get_object(made["id"])["objects"] == [made]
    assert len(c2.object_versions(made["id"])["versions"]) == 2
    assert c2.get_objects(added_after=gone.added_at) == {"more": False}


def test_a_client_posts_and_reads_its_status(served, c2):
    posted = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": "indicator--00000000-0000-4000-8000-000000000001",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "pattern": "[domain-name:value = 'c2.example']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
    }
    status = c2.add_objects(json.dumps({"objects": [posted, posted | {"type": "malware"}]}))
    assert (status.status, status.success_count, status.failure_count) == ("complete", 1, 1)
    root = ApiRoot(f"{served}noroshi/", user="alpha", password="secret")
    assert root.get_status(status.id).success_count == 1
    root.close()
    c2.delete_object(posted["id"])


def test_a_client_without_token_is_refused(served):
    with Collection(f"{served}noroshi/collections/c2-servers/") as stranger:
        with pytest.raises(HTTPError) as raised:
            stranger.get_objects()
        assert raised.value.response.status_code == 401
