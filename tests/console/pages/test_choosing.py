"""Choosing: a language is remembered in the browser."""

import pytest

from noroshi.console.pages import ROUTES


@pytest.fixture
def client(client_of):
    with client_of(ROUTES) as client:
        yield client


def test_the_choice_is_kept_and_leads_back(client):
    answer = client.get("/language/ja?back=%2Flist%3Fq%3Dx", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/list?q=x"
    assert "language=ja" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_it_leads_to_no_other_host(client):
    answer = client.get("/language/en?back=//other.example/", follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_other_languages_are_not_there(client):
    assert client.get("/language/xx", follow_redirects=False).status_code == 404
