"""An analyst's own programs read cases and give verdicts in the name of who made their token."""

import pytest
from litestar.testing import TestClient

from noroshi.console.caller import Caller
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.members import Operators
from noroshi.testing.members import make_account, make_operator
from noroshi.testing.site_cases import BAD_CASE, GOOD_CASE, add_cases


@pytest.fixture
def entered(hub, client_of):
    """Opens the API with a token of a person: `entered("alpha", "t1")`."""
    from noroshi.console.api.routes import ROUTES  # noqa: PLC0415  # beside what it serves

    add_cases(hub.home, hub.store)
    for operator in ("gamma", "delta"):
        Operators(hub.store.database).add(make_operator(operator))
        Accounts(hub.store.database).add(make_account(Role.ANALYST, operator))

    def make(operator, token) -> TestClient:
        account = make_account(Role.ANALYST, operator)
        return client_of(
            ROUTES,
            Caller(
                by=f"token:{token}", rights=RIGHTS[Role.ANALYST], operator_id=operator,
                account_id=account.id, token_id=token,
            ),
        )  # fmt: skip

    return make


def say(client, case, verb, **more):
    body = {"verb": verb, "reason": "looked", **more}
    return client.post(f"/api/v1/site-cases/{case}/verdict", json=body)


def test_cases_are_read_by_what_is_to_be_done(entered):
    client = entered("gamma", "t1")
    found = client.get("/api/v1/site-cases").json()
    assert BAD_CASE in {one["id"] for one in found}
    assert client.get("/api/v1/site-cases?view=none").status_code == 400
    row = client.get(f"/api/v1/site-cases/{BAD_CASE}").json()
    assert row["looks"][0]["profile"] == "mobile"
    assert client.get("/api/v1/site-cases/none").status_code == 404


def test_two_tokens_of_one_person_are_one_key(entered):
    first = say(entered("gamma", "t1"), GOOD_CASE, "propose", label="phish")
    assert (first.status_code, first.json()["state"], first.json()["keys"]) == (200, "open", 2)
    again = say(entered("gamma", "t2"), GOOD_CASE, "confirm")
    assert again.status_code == 409
    assert "second person" in again.json()["detail"]
    other = say(entered("delta", "t3"), GOOD_CASE, "confirm")
    assert other.json()["state"] == "held"


def test_a_step_that_cannot_be_taken_says_why(entered):
    client = entered("gamma", "t1")
    assert "nothing waits" in say(client, BAD_CASE, "confirm").json()["detail"]
    assert say(client, BAD_CASE, "propose", label="evil").status_code == 409
    assert say(client, BAD_CASE, "delete").status_code == 400
    assert say(client, BAD_CASE, "propose", label="phish", seen=0).status_code == 409
