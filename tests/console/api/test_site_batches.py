"""An analyst's own programs give one verdict over a campaign, with the keys of persons."""

import pytest
from litestar.testing import TestClient

from noroshi.console.caller import Caller
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators
from noroshi.spine.store.site_cases import SiteCases
from noroshi.testing.members import make_account, make_operator
from noroshi.testing.site_cases import BAD_CASE, GOOD_CASE, TWIN_CASE, add_cases

CAMPAIGN = f"/api/v1/site-campaigns/{BAD_CASE}/verdict"


@pytest.fixture
def entered(hub, client_of):
    """Opens the API with a token of a person: `entered("gamma", "t1")`."""
    from noroshi.console.api.routes import ROUTES  # noqa: PLC0415  # beside what it serves

    add_cases(hub.home, hub.store)
    for operator in ("gamma", "delta"):
        Operators(hub.store.database).add(make_operator(operator))
        Accounts(hub.store.database).add(make_account(Role.ANALYST, operator))

    def make(operator="gamma", token="t1", role=Role.ANALYST) -> TestClient:
        account = make_account(Role.ANALYST, operator)
        return client_of(
            ROUTES,
            Caller(
                by=f"token:{token}", rights=RIGHTS[role], operator_id=operator,
                account_id=account.id, token_id=token,
            ),
        )  # fmt: skip

    return make


@pytest.fixture
def batch(entered):
    """Id of a verdict that gamma proposed."""
    seen = entered().get(CAMPAIGN, params={"label": "phish"}).json()["seen"]
    answer = entered().post(CAMPAIGN, json={"label": "phish", "reason": "a kit", "seen": seen})
    assert answer.status_code == 200
    return answer.json()["batch"]


def step(client, batch, verb):
    return client.post(f"/api/v1/site-batches/{batch}", json={"verb": verb, "reason": "looked"})


def by_person(hub):
    cases = SiteCases(hub.store.database)
    return [cases.get(one).by_person for one in (BAD_CASE, TWIN_CASE)]


def test_a_preview_tells_which_pages_it_would_be_about(entered):
    told = entered().get(CAMPAIGN, params={"label": "phish"}).json()
    assert told["label"] == "phish"
    assert {one["page"]: one["left"] for one in told["pages"]} == {BAD_CASE: None, TWIN_CASE: None}


def test_a_second_person_confirms_all(entered, hub, batch):
    again = step(entered("gamma", "t2"), batch, "confirm")
    assert again.status_code == 409
    assert "second person" in again.json()["detail"]
    assert by_person(hub) == [False, False]
    done = step(entered("delta", "t3"), batch, "confirm").json()
    assert {one["page"]: one["state"] for one in done["pages"]} == {
        BAD_CASE: "held",
        TWIN_CASE: "held",
    }
    assert done["refused"] == []
    assert by_person(hub) == [True, True]


def test_it_is_listed_and_read_with_each_page(entered, batch):
    (row,) = entered().get("/api/v1/site-batches").json()
    assert (row["batch"], row["pages"], row["states"]) == (batch, 2, {"open": 2})
    told = entered().get(f"/api/v1/site-batches/{batch}").json()
    assert {one["page"] for one in told["pages"]} == {BAD_CASE, TWIN_CASE}
    assert {one["reason"] for one in told["pages"]} == {"a kit"}


def test_to_take_back_is_a_batch_with_its_own_keys(entered, hub, batch):
    step(entered("delta"), batch, "confirm")
    back = step(entered("delta"), batch, "undo").json()
    assert back["batch"] != batch
    assert by_person(hub) == [True, True]
    assert step(entered("gamma"), back["batch"], "confirm").status_code == 200
    assert by_person(hub) == [False, False]
    assert step(entered("gamma"), batch, "undo").status_code == 409


def test_who_proposed_it_may_take_it_off_the_table(entered, hub, batch):
    pages = step(entered(), batch, "reject").json()["pages"]
    assert {one["state"] for one in pages} == {"taken-back"}
    assert step(entered("delta"), batch, "confirm").status_code == 409
    assert by_person(hub) == [False, False]


def test_who_may_not_review_takes_no_step(entered, hub, batch):
    reader = entered("delta", "t4", Role.OPERATOR_ADMIN)
    assert reader.get(CAMPAIGN).status_code == 200
    assert step(reader, batch, "confirm").status_code == 403
    assert reader.post(CAMPAIGN, json={"label": "phish", "reason": "x"}).status_code == 403
    assert by_person(hub) == [False, False]


def test_a_campaign_that_has_changed_since_is_refused(entered, batch):
    stale = entered("delta").post(
        CAMPAIGN, json={"label": "phish", "reason": "x", "seen": "0" * 16}
    )
    assert stale.status_code == 409
    assert "changed" in stale.json()["detail"]
    evil = entered().get(CAMPAIGN, params={"label": "evil"})
    assert evil.status_code == 409


@pytest.mark.parametrize("body", [{"label": "phish"}, {"label": "phish", "reason": ""}, {"reason": "x", "who": 1}])  # fmt: skip
def test_half_a_verdict_is_refused(entered, body):
    assert entered().post(CAMPAIGN, json=body).status_code == 400


def test_what_is_not_there_is_not_found(entered):
    client = entered()
    assert client.get("/api/v1/site-batches/none").status_code == 404
    assert step(client, "none", "confirm").status_code == 404
    nobody = f"/api/v1/site-campaigns/{GOOD_CASE}/verdict"
    assert client.get(nobody).status_code == 404
    assert client.post(nobody, json={"label": "phish", "reason": "x"}).status_code == 404
    assert step(client, "none", "delete").status_code == 400
