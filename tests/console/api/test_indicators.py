"""Indicators: one with its history, many by facets."""

import csv

from noroshi.spine.model import Sighting, SightingKind, Standing, Tlp, Window
from noroshi.spine.store.sightings import Sightings, sighting_id
from noroshi.testing.changes import make_change
from noroshi.testing.findings import HOUR

ALL = "/api/v1/indicators"


def addresses(answer):
    return [entry["subject"]["address"] for entry in answer.json()["entries"]]


def test_an_entry_comes_with_its_history(client, publish):
    (first,) = publish(make_change(1))
    publish(make_change(1, Standing.SUSPENDED))
    detail = client.get(f"{ALL}/{first.indicator.id}").json()
    assert detail["entry"]["standing"] == "suspended"
    assert [entry["standing"] for entry in detail["history"]] == ["live", "suspended"]
    assert detail["sightings"] == {"operators": 0, "hits": 0, "wrong": 0}


def test_small_counts_of_others_are_not_told(client, publish, hub):
    (made,) = publish(make_change(1))
    name, window = made.indicator.id, Window(HOUR.start, HOUR.end)
    Sightings(hub.store.database).add(
        [
            Sighting(
                id=sighting_id(name, operator, SightingKind.SEEN, "api", window),
                indicator_id=name,
                operator_id=operator,
                kind=SightingKind.SEEN,
                count=40,
                window=window,
                source="api",
                received_at=hub.clock(),
            )
            for operator in ("alpha", "beta")
        ]
    )
    told = client.get(f"{ALL}/{name}").json()["sightings"]
    assert told == {"operators": "<3", "hits": 80, "wrong": 0}


def test_entries_of_other_lists_and_red_ones_do_not_exist(client, client_at, publish):
    made = publish(make_change(1), make_change(2, tlp=Tlp.RED))
    assert client_at("beta").get(f"{ALL}/{made[0].indicator.id}").status_code == 404
    assert client.get(f"{ALL}/{made[1].indicator.id}").status_code == 404
    assert addresses(client_at("beta").get(ALL)) == []
    assert addresses(client.get(ALL)) == ["198.51.100.1"]


def test_every_facet_narrows(client, publish):
    publish(
        make_change(1),
        make_change(2, label="c2-irc"),
        make_change(3, Standing.WITHDRAWN),
        make_change(4, collection="devices", kind="weak-device"),
    )
    assert addresses(client.get(ALL)) == ["198.51.100.4", "198.51.100.2", "198.51.100.1"]
    for query, expected in (
        ({"label": "c2-irc"}, [2]),
        ({"kind": ["weak-device", "other"]}, [4]),
        ({"standing": "withdrawn"}, [3]),
        ({"collection": ["devices", "routing"]}, [4]),
        ({"q": "100.2"}, [2]),
        ({"min_confidence": 92}, []),
        ({"tlp": "TLP:GREEN"}, []),
        ({"subject_kind": "domain"}, []),
    ):
        assert addresses(client.get(ALL, params=query)) == [f"198.51.100.{n}" for n in expected]


def test_pages_link_to_the_next_one_with_all_filters(client, publish):
    publish(*(make_change(n) for n in range(1, 6)))
    first = client.get(ALL, params={"limit": 2, "kind": "c2-server"})
    url = first.headers["link"].removeprefix("<").partition(">")[0]
    second = client.get(url)
    third = client.get(ALL, params={"limit": 2, "after": second.json()["next"]})
    pages = addresses(first), addresses(second), addresses(third)
    assert [int(text[-1]) for page in pages for text in page] == [5, 4, 3, 2, 1]
    assert "next" not in third.json()
    assert "kind=c2-server" in url


def test_facets_count_what_is_there(client, publish):
    publish(make_change(1), make_change(2, label="c2-irc"))
    found = client.get(ALL, params={"facets": "true", "limit": 1}).json()
    assert found["total"] == 2
    assert found["facets"]["label"] == {"c2-http-beacon": 1, "c2-irc": 1}


def test_a_page_has_a_csv_twin(client, publish):
    publish(make_change(1))
    for answer in (
        client.get(ALL, params={"format": "csv"}),
        client.get(ALL, headers={"Accept": "text/csv"}),
    ):
        assert answer.headers["content-type"].startswith("text/csv")
        (row,) = csv.DictReader(answer.text.splitlines())
        assert row["value"] == "198.51.100.1"
    assert client.get(ALL, params={"format": "xml"}).status_code == 400
