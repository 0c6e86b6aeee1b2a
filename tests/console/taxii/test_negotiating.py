"""Negotiating and refusing: every answer of the root bears its media type, errors of every kind included."""

import pytest
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import AbstractAuthenticationMiddleware
from litestar.testing import TestClient

from noroshi.console.app import build_app
from noroshi.console.taxii import ROUTES
from noroshi.console.taxii.reading import LARGEST_BYTES
from noroshi.console.telling import TELLERS

TAXII = "application/taxii+json;version=2.1"
C2 = "/taxii2/noroshi/collections/c2-servers"
READABLE = [
    "/taxii2/",
    "/taxii2/noroshi/",
    "/taxii2/noroshi/collections/",
    f"{C2}/",
    f"{C2}/manifest/",
    f"{C2}/objects/",
]


def refused(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == TAXII
    told = answer.json()
    assert told["http_status"] == str(status)
    assert told["title"]
    return told


@pytest.mark.parametrize("path", READABLE)
def test_an_answer_bears_the_media_type_with_and_without_slash(client, path):
    for url in (path, path.rstrip("/")):
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == TAXII


@pytest.mark.parametrize("path", READABLE)
def test_nobody_is_asked_for_a_token(client_of, listed, path):
    with client_of(ROUTES) as client:
        answer = client.get(path)
        refused(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", READABLE)
def test_another_media_type_is_not_acceptable(client, path):
    refused(client.get(path, headers={"Accept": "text/html"}), 406)


def test_a_role_without_lists_is_refused(client_of, caller_as, listed):
    with client_of(ROUTES, caller_as("ministry-viewer")) as client:
        refused(client.get(f"{C2}/objects/"), 403)


@pytest.mark.parametrize(
    "path",
    [
        "/taxii2/none/",
        "/taxii2/noroshi/none/",
        "/taxii2/noroshi/status/",
        "/taxii2/noroshi/status/none/",
        f"{C2}/none/",
        f"{C2}/manifest/x",
        f"{C2}/objects/a/b/c",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    refused(client.get(path), 404)


@pytest.mark.parametrize("path", READABLE)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST", "HEAD"])
def test_another_method_is_refused(client, path, method):
    if (method, path) == ("POST", f"{C2}/objects/"):
        return
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == TAXII


def test_a_bad_filter_says_what_to_write(client):
    told = refused(client.get(f"{C2}/objects/", params={"limit": "0"}), 400)
    assert "limit" in told["description"]


def test_a_body_that_is_too_large_is_refused(client):
    headers = {"Content-Type": TAXII}
    refused(client.post(f"{C2}/objects/", content=b" " * (LARGEST_BYTES + 1), headers=headers), 413)


def test_another_body_is_refused(client):
    headers = {"Content-Type": "application/json"}
    refused(client.post(f"{C2}/objects/", content=b"{}", headers=headers), 415)


def test_an_error_of_middleware_bears_the_media_type(hub, listed, caller_as):
    class Busy(AbstractAuthenticationMiddleware):
        async def authenticate_request(self, connection):
            raise TooManyRequestsException("slow down", headers={"Retry-After": "9"})

    with TestClient(
        build_app(hub, routes=ROUTES, authentication=Busy, exception_handlers=TELLERS)
    ) as client:
        answer = client.get("/taxii2/")
        refused(answer, 429)
        assert answer.headers["retry-after"] == "9"


def test_what_breaks_inside_is_not_told(client, monkeypatch):
    def broken(*args):
        raise KeyError("secret")

    monkeypatch.setattr("noroshi.console.taxii.reading.reach_of", broken)
    answer = client.get("/taxii2/noroshi/collections/")
    assert "secret" not in answer.text
    refused(answer, 500)
