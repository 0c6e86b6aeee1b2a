"""Pictures: drawn from the flows on demand, one at a time, for readers outside the operator."""

import pytest

from noroshi.console.pages import pictures
from noroshi.testing.hubs import indicator_of
from noroshi.testing.portraits import sample_portrait

from .conftest import words


@pytest.fixture
def address(made):
    return f"/list/{indicator_of(made[1][0]).id}/pictures"


def test_contacts_and_gaps_are_drawn_without_naming_clients(enter, made, address, monkeypatch):
    monkeypatch.setattr(pictures, "explain", lambda home, subject: [sample_portrait(made[1][0])])
    with enter() as client:
        answer = client.get(address)
    assert answer.text.count("<svg xmlns") >= 4
    assert "client 1" not in answer.text


def test_a_server_that_the_flows_do_not_show_is_told(enter, address, monkeypatch):
    monkeypatch.setattr(pictures, "explain", lambda home, subject: [])
    with enter() as client:
        assert "do not show this server" in words(client.get(address))


def test_a_hub_without_flows_has_no_pictures(enter, address):
    with enter() as client:
        assert client.get(address).status_code == 404


def test_two_are_not_drawn_at_once(enter, address):
    with pictures.ONE_AT_A_TIME, enter() as client:
        assert client.get(address).status_code == 429


def test_readers_do_not_make_the_hub_work(enter, address):
    with enter("reader", "alpha") as client:
        assert client.get(address).status_code == 403
