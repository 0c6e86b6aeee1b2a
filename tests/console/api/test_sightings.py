"""Sightings: counts come in, addresses never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.api.sightings import holds_address
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.changes import make_change

PATH = "/api/v1/sightings"
DAY = ["2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z"]


@pytest.fixture
def name(publish):
    return publish(make_change(1))[0].indicator.id


def send(client, *statements):
    return client.post(PATH, json={"sightings": list(statements)})


def test_counts_are_kept_and_replaced_by_the_same_window(client, name, hub):
    statement = {"indicator": name, "count": 5, "window": DAY}
    assert send(client, statement).json() == {"kept": 1, "refused": {}}
    send(client, statement | {"count": 9})
    assert Sightings(hub.store.database).figures()["alpha"].hits == 9


def test_good_statements_around_bad_ones_are_kept(client, name, hub):
    good = {"indicator": name, "count": 5, "window": DAY}
    answer = send(
        client,
        good,
        good | {"count": 0},
        good | {"count": "many"},
        good | {"more": 1},
        good | {"indicator": "unknown"},
        good | {"window": DAY[::-1]},
        good | {"window": ["2026-01-04T00:00:00", "2026-01-05T00:00:00"]},
        good | {"window": ["2020-01-04T00:00:00Z", "2020-01-05T00:00:00Z"]},
    )
    assert answer.json() == {
        "kept": 1,
        "refused": {
            "malformed": 3,
            "unknown-indicator": 1,
            "wrong-window": 1,
            "time-without-zone": 1,
            "wrong-time": 1,
        },
    }
    assert Sightings(hub.store.database).figures()["alpha"].hits == 5


@pytest.mark.parametrize(
    "more",
    [
        {"client": "192.0.2.77"},
        {"note": "seen from 2001:db8::77, twice"},
        {"indicator": "192.0.2.77"},
        {"192.0.2.77": 1},
        {"deep": [{"deeper": ["x", "::ffff:192.0.2.77"]}]},
    ],
)
def test_an_address_anywhere_refuses_everything(client, name, hub, more):
    good = {"indicator": name, "count": 5, "window": DAY}
    answer = send(client, good, good | more)
    assert answer.status_code == 422
    assert "192.0.2.77" not in answer.text
    assert "2001:db8" not in answer.text
    assert Sightings(hub.store.database).figures() == {}


@pytest.mark.parametrize(
    "body", [{}, {"sightings": []}, {"sightings": [{}] * 1_001}, {"sightings": [{}], "x": []}]
)
def test_another_form_is_told(client, body):
    assert client.post(PATH, json=body).status_code == 400


@given(
    st.ip_addresses(),
    st.text(alphabet="xyz ,;=", max_size=5),
    st.text(alphabet="xyz ,;=", max_size=5),
)
def test_addresses_are_found_in_any_text(address, before, after):
    assert holds_address({"note": f"{before}{address}{after}"})


@given(st.datetimes(), st.uuids(), st.integers())
def test_honest_values_are_no_addresses(moment, name, count):
    honest = {"indicator": str(name), "count": count, "window": [moment.isoformat() + "Z"] * 2}
    assert not holds_address(honest)


def test_nothing_honest_is_deep():
    deep = []
    for _ in range(50):
        deep = [deep]
    assert holds_address(deep)
