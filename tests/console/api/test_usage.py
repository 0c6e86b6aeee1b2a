"""Usage: an operator sees what the programme counts of it."""

from noroshi.testing.changes import make_change


def test_a_new_member_uses_nothing_yet(client):
    usage = client.get("/api/v1/operators/me/usage").json()
    assert (usage["operator"], usage["using"], usage["wrong_rate"]) == ("alpha", False, None)
    assert [one["collection"] for one in usage["lists"]] == ["c2-servers", "devices"]


def test_a_pull_and_a_sighting_make_a_user(client, publish):
    (made,) = publish(make_change(1))
    client.get("/api/v1/lists/c2-servers")
    assert not client.get("/api/v1/operators/me/usage").json()["using"]
    window = ["2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z"]
    statement = {"indicator": made.indicator.id, "count": 5, "window": window}
    client.post("/api/v1/sightings", json={"sightings": [statement]})
    usage = client.get("/api/v1/operators/me/usage").json()
    assert (usage["using"], usage["hits"], usage["wrong_rate"]) == (True, 5, 0.0)
