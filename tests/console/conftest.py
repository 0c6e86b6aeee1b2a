"""Fixtures of the console: a hub in a fresh home, and clients that are who the test says."""

from datetime import UTC, datetime

import pytest
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.testing import TestClient

from noroshi.console.app import build_app
from noroshi.console.caller import NOBODY, Caller
from noroshi.console.hub import Hub
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


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
        class Shown(AbstractAuthenticationMiddleware):
            async def authenticate_request(self, connection):
                return AuthenticationResult(user=caller, auth=None)

        return TestClient(build_app(hub, routes=routes, authentication=Shown))

    return make
