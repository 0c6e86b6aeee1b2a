"""Fixtures of TAXII: a list with entries, and clients of its members."""

from dataclasses import replace

import pytest
from litestar.testing import TestClient

from noroshi.console.app import build_app
from noroshi.console.caller import NOBODY
from noroshi.console.taxii import ROUTES
from noroshi.console.telling import TELLERS
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.testing.callers import Shown
from noroshi.testing.members import make_operator

TAXII = "application/taxii+json;version=2.1"


@pytest.fixture
def listed(hub):
    """The list of a hub with two members: alpha may read two collections, beta one."""
    members = Operators(hub.store.database)
    members.add(replace(make_operator("alpha"), entitlements=("c2-servers", "malicious-sites")))
    members.add(replace(make_operator("beta"), entitlements=("malicious-sites", "devices")))
    return SharedList(hub.store.database)


@pytest.fixture
def client_of(hub):
    """Makes a client of the root beside the errors that the whole hub tells."""

    def make(routes, caller=NOBODY):
        app = build_app(hub, routes=routes, authentication=Shown, exception_handlers=TELLERS)
        app.state.caller = caller
        return TestClient(app, raise_server_exceptions=False)

    return make


@pytest.fixture
def client(client_of, caller_as, listed):
    with client_of(ROUTES, caller_as("analyst")) as made:
        made.headers["Accept"] = TAXII
        yield made
