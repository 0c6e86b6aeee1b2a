"""Static: files come from the package, packed, and are kept for good."""

import gzip
from hashlib import sha256

import pytest

from noroshi.console.pages import ROUTES
from noroshi.console.pages.static import address_of, assets


@pytest.fixture
def client(client_of):
    with client_of(ROUTES) as client:
        yield client


def test_a_file_is_served_with_its_type_to_anybody(client):
    answer = client.get(address_of("console.css"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == assets()["console.css"].content


def test_who_takes_no_gzip_gets_it_plain(client):
    answer = client.get("/static/icons.svg", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == gzip.decompress(assets()["icons.svg"].packed)


@pytest.mark.parametrize(
    "name", ["README.md", "none.css", "../base.html.j2", "x/../../render.py", "x"]
)
def test_nothing_else_is_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_the_address_changes_with_the_content():
    digest = sha256(assets()["console.css"].content).hexdigest()
    assert address_of("console.css") == f"/static/console.css?{digest[:12]}"


def test_style_asks_for_nothing_from_elsewhere():
    for asset in assets().values():
        if asset.kind.startswith("text/css"):
            assert b"url(" not in asset.content
            assert b"@import" not in asset.content
