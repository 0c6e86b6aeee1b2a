"""Contributions: everybody sees his own, page by page, and nobody sees those of others."""

import pytest

from noroshi.console.api import ROUTES
from noroshi.spine.model import Contribution, ContributionStanding, Subject, Text
from noroshi.spine.store.contributions import Contributions
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def given(hub, members):
    def make(number, operator):
        return Contribution(
            subject=Subject.ip(f"203.0.113.{number}"), kind="c2-server", source="taxii",
            operator_id=operator, submission_id="s", received_at=MADE_AT, label="loader",
        )  # fmt: skip

    made = [make(1, "alpha"), make(2, "alpha"), make(3, "beta")]
    store = Contributions(hub.store.database)
    store.take(made)
    store.settle([made[0].id], ContributionStanding.REFUSED, Text(ja="ミラーです。", en="a mirror"))
    return made


def test_a_member_sees_its_own_and_what_became_of_them(client, given):
    told = client.get("/api/v1/contributions").json()
    assert {one["subject"]["value"] for one in told["contributions"]} == {
        "203.0.113.1",
        "203.0.113.2",
    }
    refused = client.get("/api/v1/contributions", params={"standing": "refused"}).json()
    assert [one["reason"] for one in refused["contributions"]] == [
        {"ja": "ミラーです。", "en": "a mirror"}
    ]


def test_pages_go_on_to_the_end(client, given):
    met, after, more = [], "", True
    while more:
        page = client.get("/api/v1/contributions", params={"limit": 1, "after": after}).json()
        met += [one["id"] for one in page["contributions"]]
        after, more = page["next"], page["more"]
    assert met == sorted(one.id for one in given if one.operator_id == "alpha")


def test_who_may_not_contribute_sees_none(client_of, caller_as, given):
    with client_of(ROUTES, caller_as("reader")) as client:
        assert client.get("/api/v1/contributions").status_code == 403
