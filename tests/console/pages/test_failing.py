"""Failing: errors are pages that say what to do."""

import pytest
from litestar import Router, get
from litestar.exceptions import HTTPException

from noroshi.console.pages.failing import fail
from noroshi.console.permit import ANYBODY_KNOWN, permit
from noroshi.spine.model import Right


@get("/known", opt=ANYBODY_KNOWN, sync_to_thread=False)
def known() -> str:
    return "ok"


@get("/review", opt=permit(Right.REVIEW), sync_to_thread=False)
def review() -> str:
    return "ok"


@get("/stale", opt=ANYBODY_KNOWN, sync_to_thread=False)
def stale() -> str:
    raise HTTPException("finding <1> was decided", status_code=409)


ROUTES = [
    Router(
        path="/",
        route_handlers=[known, review, stale],
        exception_handlers={HTTPException: fail},
    )
]


def test_who_is_unknown_goes_to_the_log_in_and_comes_back(client_of):
    with client_of(ROUTES) as client:
        answer = client.get("/known?a=1", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/log-in?next=/known%3Fa%3D1"


def test_who_may_not_is_told_whom_to_ask(client_of, caller_as):
    with client_of(ROUTES, caller_as("reader")) as client:
        answer = client.get("/review", headers={"accept-language": "ja"})
    assert answer.status_code == 403
    assert "管理者" in answer.text


def test_what_was_refused_is_said(client_of, caller_as):
    with client_of(ROUTES, caller_as("reader")) as client:
        answer = client.get("/stale")
    assert answer.status_code == 409
    assert "finding &lt;1&gt; was decided" in answer.text


@pytest.mark.parametrize("role", ["reader"])
def test_other_errors_keep_their_inside_to_themselves(client_of, caller_as, role):
    @get("/broken", opt=ANYBODY_KNOWN, sync_to_thread=False)
    def broken() -> str:
        raise HTTPException("a secret", status_code=500)

    router = Router(path="/", route_handlers=[broken], exception_handlers={HTTPException: fail})
    with client_of([router], caller_as(role)) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "a secret" not in answer.text
