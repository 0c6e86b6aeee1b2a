"""Reading: what each resource says, and that any page size gives the same objects once, in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stix2validator import validate_string

from noroshi.console.taxii import ROUTES
from noroshi.console.taxii.entitled import collection_id
from noroshi.console.taxii.reading import LARGEST_BYTES
from noroshi.spine.model import MemberRole, Standing, Tlp
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pulls
from noroshi.testing.changes import make_change

TAXII = "application/taxii+json;version=2.1"
ROOT = "/taxii2/noroshi"
C2 = f"{ROOT}/collections/c2-servers"
FIXED = 5
"""The identity and four markings."""


def walk(client, url, **query):
    """All pages of a resource, and their objects."""
    pages, objects = [], []
    while True:
        page = client.get(url, params=query)
        assert page.status_code == 200
        pages.append(page)
        told = page.json()
        objects += told.get("objects", []) + told.get("versions", [])
        if not told["more"]:
            return pages, objects
        query["next"] = told["next"]


def indicators(objects):
    return [made for made in objects if made["type"] == "indicator"]


def test_discovery_leads_to_the_api_root(client):
    told = client.get("/taxii2/").json()
    assert told["api_roots"] == [f"{ROOT}/"] == [told["default"]]
    root = client.get(told["default"])
    assert root.json()["versions"] == [TAXII]
    assert root.json()["max_content_length"] == LARGEST_BYTES
    assert root.headers["content-type"] == TAXII


def test_only_entitled_collections_are_listed(client):
    told = client.get(f"{ROOT}/collections/").json()["collections"]
    assert [one["alias"] for one in told] == ["c2-servers", "malicious-sites"]
    assert all(one["can_read"] and one["can_write"] for one in told)


def test_a_collection_of_others_does_not_exist(client):
    hidden = collection_id("devices")
    for path in ("", "manifest/", "objects/", "objects/x/", "objects/x/versions/"):
        answer = client.get(f"{ROOT}/collections/{hidden}/{path}")
        assert answer.status_code == 404
        assert answer.json()["http_status"] == "404"


def test_a_collection_goes_by_id_and_by_alias(client):
    one = client.get(f"{C2}/").json()
    assert client.get(f"{ROOT}/collections/{one['id']}/").json() == one


def test_who_may_not_contribute_may_not_write(client_of, caller_as, listed):
    with client_of(ROUTES, caller_as("reader")) as client:
        assert client.get(f"{C2}/").json()["can_write"] is False


def test_a_member_that_left_sees_nothing(client, hub):
    Operators(hub.store.database).end("alpha", hub.clock())
    assert client.get(f"{ROOT}/collections/").status_code == 404


def test_the_coordinator_sees_every_collection(client_of, caller_as, listed, hub):
    members = Operators(hub.store.database)
    members.edit(replace(members.get("beta"), role=MemberRole.COORDINATOR, entitlements=()))
    with client_of(ROUTES, caller_as("coordinator", "beta")) as client:
        assert len(client.get(f"{ROOT}/collections/").json()["collections"]) == 4


def test_an_empty_collection_holds_who_speaks_and_the_markings(client):
    objects = client.get(f"{C2}/objects/").json()["objects"]
    assert [made["type"] for made in objects] == ["identity", *["marking-definition"] * 4]


def test_an_edition_is_a_version_of_its_indicator(client, listed):
    (edition,) = listed.publish([make_change()], hub_at(client))
    answer = client.get(f"{C2}/objects/", params={"match[type]": "indicator"})
    (made,) = answer.json()["objects"]
    stamp = edition.added_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert made["id"] == f"indicator--{edition.indicator.id}"
    assert made["modified"] == made["created"] == stamp
    assert made["revoked"] is False
    assert answer.headers["x-taxii-date-added-first"] == stamp
    assert answer.headers["x-taxii-date-added-last"] == stamp


def hub_at(client):
    return client.app.state.hub.clock()


def test_objects_meet_the_interop_profile(client, listed):
    listed.publish([make_change(1), make_change(2, Standing.WITHDRAWN)], hub_at(client))
    _, objects = walk(client, f"{C2}/objects/")
    identity = objects[0]["id"]
    for made in indicators(objects):
        assert made["name"]
        assert made["indicator_types"]
        assert made["created_by_ref"] == identity


def test_objects_are_valid_stix(client, listed):
    listed.publish([make_change(1), make_change(2, Standing.WITHDRAWN)], hub_at(client))
    text = client.get(f"{C2}/objects/").text
    bundle = f'{{"type":"bundle","id":"bundle--{collection_id("x")}",{text[14:]}'
    assert text.startswith('{"more":false,')
    result = validate_string(bundle)
    assert result.is_valid, [str(error) for error in result.errors]


def test_a_withdrawal_is_a_revoked_version(client, listed):
    at = hub_at(client)
    listed.publish([make_change()], at)
    (gone,) = listed.publish([make_change(1, Standing.WITHDRAWN)], at)
    (made,) = indicators(walk(client, f"{C2}/objects/")[1])
    assert made["revoked"] is True
    assert made["created"] < made["modified"]
    (last,) = client.get(f"{C2}/objects/{made['id']}/").json()["objects"]
    assert last == made
    assert gone.indicator.id in made["id"]


def test_red_entries_are_not_served(client, listed):
    listed.publish([make_change(1, tlp=Tlp.RED), make_change(2)], hub_at(client))
    assert len(indicators(walk(client, f"{C2}/objects/")[1])) == 1
    red = make_change(1, tlp=Tlp.RED).indicator.id
    assert client.get(f"{C2}/objects/indicator--{red}/").status_code == 404


def test_versions_of_an_object_are_its_editions(client, listed):
    at = hub_at(client)
    for label in ("a", "b", "c"):
        listed.publish([make_change(label=label)], at)
    url = f"{C2}/objects/indicator--{make_change().indicator.id}/"
    _, versions = walk(client, f"{url}versions/", limit=2)
    assert versions == sorted(versions)
    assert len(versions) == 3

    def labels(**query):
        return [made["labels"][1] for made in walk(client, url, **query)[1]]

    assert labels() == ["c"]
    assert labels(**{"match[version]": "first"}) == ["a"]
    assert labels(**{"match[version]": "all"}) == ["a", "b", "c"]
    assert labels(**{"match[version]": "first,last"}) == ["a", "c"]
    assert labels(**{"match[version]": versions[1]}) == ["b"]
    assert labels(**{"match[spec_version]": "2.0"}) == []


def test_the_identity_is_an_object_with_one_version(client):
    identity = client.get(f"{C2}/objects/").json()["objects"][0]
    url = f"{C2}/objects/{identity['id']}/"
    assert client.get(url).json()["objects"] == [identity]
    assert client.get(f"{url}versions/").json()["versions"] == [identity["modified"]]
    query = {"match[version]": "2026-01-01T00:00:00Z"}
    assert client.get(url, params=query).json()["objects"] == [identity]


@pytest.mark.parametrize("name", ["indicator--x", "x", "identity--x", "%00", "indicator--' OR 1"])
def test_an_unknown_object_is_not_found(client, name):
    for path in ("", "versions/"):
        assert client.get(f"{C2}/objects/{name}/{path}").status_code == 404


def test_filters_narrow(client, listed):
    listed.publish([make_change(1), make_change(2)], hub_at(client))
    one = f"indicator--{make_change(1).indicator.id}"
    two = f"indicator--{make_change(2).indicator.id}"

    def ids(**query):
        return [made["id"] for made in walk(client, f"{C2}/objects/", **query)[1]]

    assert ids(**{"match[id]": one}) == [one]
    assert ids(**{"match[id]": f"{two},{one},x"}) == [one, two]
    assert ids(**{"match[id]": one, "match[type]": "identity"}) == []
    assert len(ids(**{"match[type]": "identity,indicator"})) == 3
    assert ids(**{"match[spec_version]": "2.0"}) == []
    assert len(ids(**{"match[spec_version]": "2.0,2.1"})) == 2 + FIXED


def test_the_manifest_tells_the_same_objects(client, listed):
    listed.publish([make_change(1), make_change(2)], hub_at(client))
    _, rows = walk(client, f"{C2}/manifest/", limit=3)
    _, objects = walk(client, f"{C2}/objects/")
    assert [row["id"] for row in rows] == [made["id"] for made in objects]
    assert [row["version"] for row in rows] == [
        made.get("modified", made["created"]) for made in objects
    ]
    assert {row["media_type"] for row in rows} == {"application/stix+json;version=2.1"}


def test_added_after_is_strict(client, listed):
    listed.publish([make_change(number) for number in range(3)], hub_at(client))
    _, rows = walk(client, f"{C2}/manifest/", **{"match[type]": "indicator"})
    for number, row in enumerate(rows, start=1):
        _, later = walk(client, f"{C2}/manifest/", added_after=row["date_added"])
        assert later == rows[number:]
    before = (hub_at(client) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert walk(client, f"{C2}/manifest/", added_after=before)[1] == rows


def test_a_poll_without_news_is_empty(client, listed):
    (edition,) = listed.publish([make_change()], hub_at(client))
    stamp = edition.added_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    answer = client.get(f"{C2}/objects/", params={"added_after": stamp})
    assert answer.json() == {"more": False}
    assert "x-taxii-date-added-last" not in answer.headers


def test_a_reading_is_noted(client, hub, listed):
    listed.publish([make_change(1), make_change(2)], hub_at(client))
    walk(client, f"{C2}/objects/", limit=6)
    client.get(f"{C2}/objects/", params={"match[id]": "indicator--x"})
    hub.pulls.flush()
    (pull,) = Pulls(hub.store.database).of("alpha")
    assert (pull.collection, pull.format) == ("c2-servers", "taxii")
    assert (pull.pulls, pull.entries, pull.sequence) == (2, 2, 2)


@given(
    moves=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(list(Standing)), st.sampled_from("ab")),
        max_size=12,
    ),
    limit=st.integers(1, 9),
    version=st.sampled_from(["last", "first", "all", "first,last"]),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_page_size_gives_the_same_objects_once_in_order(client, listed, moves, limit, version):
    for number, standing, label in moves:
        listed.publish([make_change(number, standing, label=label)], hub_at(client))
    query = {"match[version]": version}
    _, whole = walk(client, f"{C2}/manifest/", **query)
    pages, parts = walk(client, f"{C2}/manifest/", limit=limit, **query)
    assert parts == whole
    assert all(len(page.json().get("objects", [])) <= limit for page in pages)
    stamps = [row["date_added"] for row in whole]
    assert stamps == sorted(stamps)
    keys = [(row["id"], row["version"]) for row in whole]
    assert len(set(keys)) == len(keys)


@given(limit=st.integers(1, 4))
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_poller_that_goes_on_from_the_last_stamp_misses_nothing(client, listed, limit):
    listed.publish([make_change(number) for number in range(11)], hub_at(client))
    seen, query = [], {"limit": limit, "match[type]": "indicator"}
    while True:
        answer = client.get(f"{C2}/objects/", params=query)
        seen += [made["id"] for made in answer.json().get("objects", [])]
        if not answer.json()["more"]:
            break
        query["added_after"] = answer.headers["x-taxii-date-added-last"]
    assert len(seen) == len(set(seen)) == 11
