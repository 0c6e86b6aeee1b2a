"""Fixtures of the console: a hub in a fresh home, and clients that are who the test says."""

from copy import copy
from datetime import UTC, datetime

import pytest
from litestar.datastructures import State
from litestar.events import SimpleEventEmitter
from litestar.testing import TestClient

from noroshi.console import app as console_app
from noroshi.console.app import build_app
from noroshi.console.caller import NOBODY, Caller
from noroshi.console.hub import Hub
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store
from noroshi.testing.callers import Shown

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def registered_once():
    """Hubs share what Litestar makes of the same routes: to register 300 takes it half a second."""
    register, kept = console_app.register, {}

    def once(**parts):
        key = tuple(
            tuple(part.items()) if isinstance(part, dict) else tuple(part)
            for part in parts.values()
        )
        if key not in kept:
            kept[key] = register(**parts)
        return _twin(kept[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console_app, "register", once)
        yield


def _twin(app):
    """The same routes under a state, hooks and events of their own."""
    made = copy(app)
    made.state, made.on_shutdown = State(), list(app.on_shutdown)
    made.event_emitter = SimpleEventEmitter([])
    made.asgi_router = copy(app.asgi_router)
    made.asgi_router.app = made
    return made


@pytest.fixture
def caller_as():
    """Makes a caller of a role at an operator."""

    def make(role, operator="alpha", **more):
        return Caller(
            by=f"user:{role}",
            rights=RIGHTS[Role(role)],
            operator_id=operator,
            account_id=f"account-{role}",
            **more,
        )

    return make


@pytest.fixture
def hub(tmp_path):
    home = Home(tmp_path / "home").create()
    with Store.open(home.state_file) as store:
        made = Hub(home=home, store=store, clock=lambda: AT)
        yield made
        made.close()


@pytest.fixture
def client_of(hub):
    """Makes a client: `client_of(routes, caller)`."""

    def make(routes, caller=NOBODY):
        app = build_app(hub, routes=routes, authentication=Shown)
        app.state.caller = caller
        return TestClient(app)

    return make
