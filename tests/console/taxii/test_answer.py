"""Answer: errors tell what to do, in the root's media type, and nothing of the inside."""

import json
from types import SimpleNamespace

import pytest
from litestar.exceptions import HTTPException, NotAuthorizedException

from noroshi.console.taxii.answer import answer, fail
from noroshi.console.taxii.media import TAXII
from noroshi.spine.model import InputError, SourceError

REQUEST = SimpleNamespace(url=SimpleNamespace(path="/taxii2/"))


def test_octets_go_as_they_are():
    made = answer(b'{"a":1}', headers={"X-A": "b"})
    assert (made.content, made.status_code, made.media_type) == (b'{"a":1}', 200, TAXII)
    assert made.headers == {"X-A": "b"}


@pytest.mark.parametrize(
    ("error", "status", "description"),
    [
        (HTTPException("no", status_code=418), 418, "no"),
        (InputError("bad subject"), 400, "bad subject"),
        (SourceError("the database is locked"), 503, None),
        (KeyError("secret"), 500, None),
    ],
)
def test_an_error_becomes_an_error_message(error, status, description):
    made = fail(REQUEST, error)
    told = json.loads(made.content)
    assert made.status_code == status
    assert told["http_status"] == str(status)
    assert told["title"]
    assert told.get("description") == description


def test_who_is_unknown_is_asked_for_a_token():
    made = fail(REQUEST, NotAuthorizedException())
    assert made.headers["WWW-Authenticate"].startswith("Basic ")
