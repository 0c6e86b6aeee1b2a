"""Telling: pages for browsers, problem details for programs, and never the inside of a fault."""

import pytest
from litestar import get
from litestar.testing import TestClient

from noroshi.console.access.authentication import Authentication
from noroshi.console.app import build_app
from noroshi.console.permit import PUBLIC
from noroshi.console.telling import PROBLEM, TELLERS
from noroshi.spine.model import ConfigError, InputError, SourceError

FAULTS = {
    "input": (InputError("line 3 is no address"), 400),
    "source": (SourceError("disk of the secret kind"), 503),
    "config": (ConfigError("a secret path"), 500),
    "fault": (RuntimeError("a secret inside"), 500),
}


def routes():
    return [_route(name, error) for name, (error, _) in FAULTS.items()]


def _route(name, error):
    @get(f"/{name}", opt=PUBLIC, sync_to_thread=True)
    def fail() -> str:
        raise error

    return fail


@pytest.fixture
def client(hub):
    app = build_app(
        hub,
        routes=routes(),
        authentication=Authentication,
        exception_handlers=TELLERS,
    )
    with TestClient(app, raise_server_exceptions=False) as opened:
        opened.follow_redirects = False
        yield opened


@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*"])
@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_told_without_its_inside(client, kind, accept):
    answer = client.get(f"/{kind}", headers={"Accept": accept})
    assert answer.status_code == FAULTS[kind][1]
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_bad_record_says_what_is_wrong(client):
    answer = client.get("/input", headers={"Accept": "application/json"})
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.json() == {"status": 400, "title": "line 3 is no address"}


@pytest.mark.parametrize(("accept", "kind"), [("text/html", "text/html"), ("*/*", PROBLEM)])
def test_an_unknown_path_is_told_in_the_askers_form(client, accept, kind):
    answer = client.get("/nothing", headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith(kind)
