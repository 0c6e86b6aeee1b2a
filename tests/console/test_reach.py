"""Reach: one rule for pages, API and TAXII, for every role at every kind of member."""

from dataclasses import replace
from itertools import product

import pytest
from litestar.exceptions import NotFoundException
from litestar.testing import TestClient

from noroshi.console import api, pages, taxii
from noroshi.console.caller import NOBODY
from noroshi.console.reach import OPEN, STRICT, markings_of, reach_of, shown_to
from noroshi.spine.model import COLLECTIONS, MemberRole, Right, Role, Tlp
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.testing.changes import make_change
from noroshi.testing.members import make_operator

ENTITLED = ("c2-servers", "devices")
MARKS = (Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)


def member(role):
    return replace(make_operator(role.value, role=role), entitlements=ENTITLED)


@pytest.mark.parametrize(("role", "at"), [*product(Role, MemberRole)])
def test_the_rule_for_every_role_at_every_kind_of_member(caller_as, role, at):
    keeps = role is Role.COORDINATOR
    everything = keeps or at is MemberRole.COORDINATOR
    assert markings_of(member(at), caller_as(role)) == {
        name: STRICT if keeps or name in ENTITLED else OPEN
        for name in (COLLECTIONS if everything else ENTITLED)
    }


def test_a_program_reads_no_more_than_its_own_rights_say(caller_as):
    reader = replace(caller_as("coordinator"), rights=frozenset({Right.READ_LISTS}))
    assert tuple(markings_of(member(MemberRole.SHARING), reader)) == ENTITLED


@pytest.mark.parametrize("role", Role)
def test_who_is_no_member_reads_nothing_whatever_his_role(hub, caller_as, role):
    Operators(hub.store.database).add(replace(make_operator("gone"), entitlements=COLLECTIONS))
    Operators(hub.store.database).end("gone", hub.clock())
    for caller in (caller_as(role, "gone"), caller_as(role, "unknown"), NOBODY):
        assert shown_to(hub, caller).collections == ()
        with pytest.raises(NotFoundException):
            reach_of(hub, caller)


@pytest.fixture
def filled(hub):
    """One entry of each marking in each list."""
    for role in MemberRole:
        Operators(hub.store.database).add(member(role))
    changes = []
    for number, (name, tlp) in enumerate(product(COLLECTIONS, MARKS)):
        changes.append(make_change(number, collection=name, tlp=tlp))
    SharedList(hub.store.database).publish(changes, hub.clock())
    return hub


def by_pages(client):
    rows = client.get("/list.jsonl").text.splitlines()
    return {row.partition('"id":"')[2][:36] for row in rows}


def by_api(client):
    page = client.get("/api/v1/indicators", params={"facets": "true", "limit": 1000}).json()
    assert page["total"] == len(page["entries"]) == sum(page["facets"]["collection"].values())
    by_list = set()
    for each in client.get("/api/v1/lists").json()["lists"]:
        told = client.get(each["href"], params={"since": ""}).json()["entries"]
        by_list |= {entry["id"] for entry in told}
        assert each["entries"] == len(told)
    assert by_list == {entry["id"] for entry in page["entries"]}
    return by_list


def by_taxii(client):
    accept = {"Accept": "application/taxii+json;version=2.1"}
    root = "/taxii2/noroshi/collections"
    found = set()
    for each in client.get(root + "/", headers=accept).json()["collections"]:
        url = f"{root}/{each['id']}/objects/?match[type]=indicator"
        objects = client.get(url, headers=accept).json().get("objects", ())
        found |= {one["id"].partition("--")[2] for one in objects}
    return found


READERS = [(role, at) for role, at in product(Role, MemberRole) if role is not Role.MINISTRY_VIEWER]


@pytest.mark.parametrize(("role", "at"), READERS)
def test_pages_api_and_taxii_show_the_same(filled, client_of, caller_as, role, at):
    caller = caller_as(role, at.value)
    marked = shown_to(filled, caller).among()
    allowed = SharedList(filled.store.database).entries(Choice(marked=marked), limit=99)
    wanted = {edition.indicator.id for edition in allowed}
    assert len(wanted) == sum(len(set(tlps) & set(MARKS)) for _, tlps in marked)
    routes = [*pages.ROUTES, *api.ROUTES, *taxii.ROUTES]
    with client_of(routes, caller) as client:
        assert isinstance(client, TestClient)
        assert by_pages(client) == by_api(client) == by_taxii(client) == wanted
        for edition in SharedList(filled.store.database).entries(Choice(), limit=99):
            status = 200 if edition.indicator.id in wanted else 404
            assert client.get(f"/api/v1/indicators/{edition.indicator.id}").status_code == status
