"""Writing: posts become contributions; a status is for whoever posted."""

import json

import pytest

from noroshi.console.taxii import ROUTES
from noroshi.console.taxii.writing import MOST_OBJECTS
from noroshi.jobs.decide.reviewing import review, review_queue
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.share.publishing import publish
from noroshi.spine.model import ContributionStanding, Verdict
from noroshi.spine.store.contributions import Contributions

TAXII = "application/taxii+json;version=2.1"
ROOT = "/taxii2/noroshi"
C2 = f"{ROOT}/collections/c2-servers"


def indicator(number, **more):
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--00000000-0000-4000-8000-{number:012}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": "beacon",
        "pattern": f"[ipv4-addr:value = '203.0.113.{number}']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
    } | more


def post(client, *objects, url=C2):
    body = json.dumps({"objects": objects})
    return client.post(f"{url}/objects/", content=body, headers={"Content-Type": TAXII})


def test_good_objects_around_a_bad_one_are_kept(client, hub):
    answer = post(client, indicator(1), indicator(2, pattern="[file:name = 'x']"), indicator(3))
    assert answer.status_code == 202
    told = answer.json()
    assert told["status"] == "complete"
    assert (told["total_count"], told["success_count"], told["failure_count"]) == (3, 2, 1)
    assert told["failures"][0]["id"] == indicator(2)["id"]
    assert told["failures"][0]["message"] == "other-observable"
    waiting = Contributions(hub.store.database).listed(
        limit=10, standing=ContributionStanding.WAITING
    )
    assert {one.subject.value for one in waiting} == {"203.0.113.1", "203.0.113.3"}
    assert {one.operator_id for one in waiting} == {"alpha"}


def test_nothing_that_is_posted_is_published_by_that(client):
    post(client, indicator(1))
    types = [made["type"] for made in client.get(f"{C2}/objects/").json()["objects"]]
    assert "indicator" not in types


def test_a_status_is_for_whoever_posted(client, client_of, caller_as):
    told = post(client, indicator(1)).json()
    again = client.get(f"{ROOT}/status/{told['id']}/").json()
    assert (again["id"], again["success_count"]) == (told["id"], 1)
    for caller in (caller_as("contributor"), caller_as("analyst", "beta")):
        with client_of(ROUTES, caller) as other:
            assert other.get(f"{ROOT}/status/{told['id']}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"objects": {}}',
        b'{"objects": []}',
        b"\xff",
        b"[" * 5_000,
        b'{"objects": [' + b"0," * MOST_OBJECTS + b"0]}",
    ],
)
def test_a_body_that_is_no_envelope_is_refused(client, body):
    answer = client.post(f"{C2}/objects/", content=body, headers={"Content-Type": TAXII})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == TAXII


def test_who_may_not_contribute_is_refused(client_of, caller_as, listed):
    with client_of(ROUTES, caller_as("reader")) as client:
        assert post(client, indicator(1)).status_code == 403


def test_collections_that_nobody_posts_to_and_hidden_ones_are_refused(client_of, caller_as, listed):
    with client_of(ROUTES, caller_as("analyst", "beta")) as client:
        assert post(client, indicator(1), url=f"{ROOT}/collections/devices").status_code == 403
        assert post(client, indicator(1)).status_code == 404


def test_a_member_takes_back_what_it_posted_and_nothing_else(client, client_of, caller_as, hub):
    post(client, indicator(1), indicator(2))
    url = f"{C2}/objects/{indicator(1)['id']}/"
    assert client.delete(url).status_code == 200
    assert client.delete(url).status_code == 404
    waiting = Contributions(hub.store.database).listed(
        limit=10, standing=ContributionStanding.WAITING
    )
    assert [one.subject.value for one in waiting] == ["203.0.113.2"]
    with client_of(ROUTES, caller_as("analyst", "beta")) as other:
        sites = f"{ROOT}/collections/malicious-sites/objects/{indicator(2)['id']}/"
        assert other.delete(sites).status_code == 404


def test_a_revoked_object_takes_back_the_former(client, hub):
    post(client, indicator(1))
    assert post(client, indicator(1, revoked=True)).json()["success_count"] == 1
    store = Contributions(hub.store.database)
    assert store.listed(limit=10, standing=ContributionStanding.WAITING) == []
    post(client, indicator(1))
    assert (
        store.listed(limit=10, standing=ContributionStanding.WAITING)[0].standing
        is ContributionStanding.WAITING
    )


def decided(hub, verdict, why="checked"):
    """Publishes, decides on all that waits, and publishes again."""
    publish(hub.home, hub.store, hub.clock())
    ids = [
        one.waiting.finding.id for one in review_queue(hub.home, hub.store, hub.clock()).findings
    ]
    review(hub.home, hub.store, ids, verdict, by="user:hanako", reason=why, at=hub.clock())


@pytest.fixture
def made_data(hub):
    hub.home.settings_file.write_text("[share]\nmade_data = true\n")


def test_a_status_tells_what_people_decided(client, hub, made_data):
    told = post(client, indicator(1, confidence=90), indicator(2, pattern="[x:y = 'z']")).json()
    status = f"{ROOT}/status/{told['id']}/"
    assert client.get(status).json()["successes"][0]["message"] == "waiting"
    decided(hub, Verdict.DROP, "a mirror of ours")
    after = client.get(status).json()
    assert (after["total_count"], after["success_count"], after["failure_count"]) == (2, 0, 2)
    assert after["failures"][1]["message"] == "refused: a mirror of ours"
    assert "successes" not in after


def test_a_status_tells_what_was_accepted(client, hub, made_data):
    told = post(client, indicator(1, confidence=90)).json()
    decided(hub, Verdict.SHARE)
    after = client.get(f"{ROOT}/status/{told['id']}/").json()
    assert after["successes"][0]["message"] == "accepted: checked"
    assert publish(hub.home, hub.store, hub.clock()).added == 1


def test_posts_and_withdrawals_stand_in_the_audit(client, hub):
    post(client, indicator(1))
    client.delete(f"{C2}/objects/{indicator(1)['id']}/")
    actions = [line.action for line in trail_of(hub.home, hub.clock).newest()]
    assert actions == ["contribution.withdraw", "contribution.post"]
