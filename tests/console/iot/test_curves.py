"""Curves: told devices against those not told, by what the address asks for."""

from datetime import timedelta

import pytest

from noroshi.console.hub import Hub
from noroshi.spine.store import Store
from noroshi.testing.followed import FOLLOWED, open_followed
from noroshi.testing.lines import DRAWN, OperatorHome

from .conftest import client_of, words


@pytest.fixture
def followed(tmp_path):
    made = OperatorHome(tmp_path / "operator")
    with Store.open(made.home.state) as store:
        open_followed(store)
        yield Hub(home=made.home, store=store, clock=lambda: DRAWN + timedelta(days=40))


def test_a_channel_is_held_against_the_control(followed):
    with client_of(followed) as client:
        rows = client.get("/iot/curves.json").json()
        page = client.get("/iot/curves")
    by_group = {row["group"]: row for row in rows}
    assert by_group["letter"]["devices"] == FOLLOWED["letter"]
    assert by_group["letter"]["p"] < 0.05
    assert by_group["none"]["p"] is None
    assert "not told (control)" in words(page)
    assert 'class="curve c1"' in page.text


def test_makers_are_held_against_the_others(followed):
    with client_of(followed, language="ja") as client:
        rows = client.get("/iot/curves.json?by=maker").json()
        assert "ほかのすべてとの比較" in words(client.get("/iot/curves?by=maker"))
    assert all(row["p"] is not None for row in rows)
    assert len(rows) == 2


def test_other_operators_cases_are_not_drawn(followed):
    with client_of(followed, operator="beta") as client:
        assert client.get("/iot/curves.json").json() == []
        assert "noroshi iot cases open" in words(client.get("/iot/curves"))
    with client_of(followed) as client:
        assert client.get("/iot/curves?by=shoe").status_code == 400
