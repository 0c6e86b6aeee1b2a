"""Permit: a route says who may use it."""

import pytest
from litestar import get

from noroshi.console.permit import ANYBODY_KNOWN, PUBLIC, permit
from noroshi.spine.model import Right


@get("/open", opt=PUBLIC, sync_to_thread=False)
def opened() -> str:
    return "ok"


@get("/known", opt=ANYBODY_KNOWN, sync_to_thread=False)
def known() -> str:
    return "ok"


@get("/review", opt=permit(Right.REVIEW), sync_to_thread=False)
def review() -> str:
    return "ok"


@get("/forgotten", sync_to_thread=False)
def forgotten() -> str:
    return "ok"


ROUTES = [opened, known, review, forgotten]


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/open", None, 200),
        ("/known", None, 401),
        ("/known", "reader", 200),
        ("/review", None, 401),
        ("/review", "reader", 403),
        ("/review", "analyst", 200),
        ("/forgotten", "coordinator", 403),
    ],
)
def test_a_route_lets_in_whom_it_names(client_of, caller_as, path, role, status):
    with client_of(ROUTES, *([caller_as(role)] if role else [])) as client:
        assert client.get(path).status_code == status
