"""The authorisation matrix: every route, asked as everybody, about what is his and what is not.

Rows stand in `matrix.toml`; the routes come from the whole application.
"""

import re
import tomllib
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from noroshi.console.access.headers import HEADERS
from noroshi.console.hub import Hub
from noroshi.console.permit import PERMIT
from noroshi.console.whole import whole_app
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.world import AT, SIDES, WHO, make_world

TABLE = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text())["routes"]
READS = {"GET", "HEAD", "OPTIONS"}
ORIGIN = "http://testserver.local"
REFUSED = {401, 403, 404}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world") / "home")


@pytest.fixture(scope="module")
def handlers(tmp_path_factory):
    """Every route of the hub with its handler."""
    home = Home(tmp_path_factory.mktemp("routes")).create()
    with Store.open(home.state) as store:
        app = whole_app(Hub(home=home, store=store))
        return {
            f"{method} {route.path}": handler
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for method, (handler, _) in route.route_handler_map.items()
            if method not in {"OPTIONS", "HEAD"}
        }


@pytest.fixture
def asking(world, tmp_path):
    """Asks one route in a copy of the world: `asking(route, side, who, **headers)`."""
    home = world.copy_to(tmp_path / "home")
    with Store.open(home.state) as store:
        app = whole_app(Hub(home=home, store=store, clock=lambda: AT))
        with TestClient(app) as client:
            client.follow_redirects = False

            def ask(route, side, who, **headers):
                method, path = route.split(" ", 1)
                row = TABLE[route]
                path = re.sub(
                    r"\{(\w+)(:\w+)?\}", lambda found: _value(world, found, side, who), path
                )
                shown = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"} | headers
                return client.request(
                    method,
                    path,
                    headers=world.headers_of(who) | {"Accept": "application/json"} | shown,
                    data=row.get("form"),
                    json=row.get("json"),
                )

            yield ask


def _value(world, found, side, who):
    whole = "".join(part or "" for part in found.groups())
    name = whole if (whole, SIDES[side]) in world.values else found.group(1)
    return world.value(name, side, who)


def rows():
    for route, row in TABLE.items():
        for side in SIDES:
            if side in row:
                yield pytest.param(route, side, id=f"{route} {side}")


def test_every_route_has_a_row(handlers):
    assert sorted(handlers.keys() - TABLE.keys()) == []


def test_every_row_has_a_route(handlers):
    assert sorted(TABLE.keys() - handlers.keys()) == []


def test_every_route_says_who_may_use_it(handlers):
    assert [route for route, handler in handlers.items() if PERMIT not in handler.opt] == []


def test_every_row_has_a_sign_for_everybody():
    for route, row in TABLE.items():
        signs = [row[side] for side in SIDES if side in row]
        assert signs, route
        assert ("own" in row) == ("other" in row), route
        assert all(re.fullmatch(r"[x-]( [x-])*", s) for s in signs), route
        assert {len(s.split()) for s in signs} == {len(WHO)}, route


@pytest.mark.parametrize(("route", "side"), list(rows()))
def test_a_route_lets_in_whom_its_row_names(asking, route, side):
    row = TABLE[route]
    wrong = {}
    for who, sign in zip(WHO, row[side].split(), strict=True):
        answer = asking(route, side, who)
        good = answer.status_code in REFUSED
        if sign == "x":
            good = answer.status_code <= 400 or answer.status_code in row.get("also", ())
        if not good:
            wrong[who] = (answer.status_code, answer.text[:200])
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert wrong == {}


@pytest.mark.parametrize("route", [route for route in TABLE if route.split(" ")[0] not in READS])
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=str
)
def test_another_sites_page_cannot_use_a_persons_cookie(asking, route, headers):
    row = TABLE[route]
    side = "own" if "own" in row else "who"
    assert asking(route, side, "coordinator", **headers).status_code == 403
