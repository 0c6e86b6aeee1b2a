"""Routes: described in OpenAPI 3.1, and no input makes the hub fail."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from noroshi.console.api import ROUTES
from noroshi.console.api.routes import description
from noroshi.spine.model import SourceError
from noroshi.spine.store.lists import SharedList
from noroshi.testing.callers import app_as
from noroshi.testing.changes import make_change


def test_the_description_is_public_and_names_every_route(client_of):
    told = client_of(ROUTES).get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {
        "/api/v1/lists",
        "/api/v1/lists/{collection}",
        "/api/v1/lists/{collection}/{folder}/{file}",
        "/api/v1/indicators",
        "/api/v1/indicators/{indicator_id}",
        "/api/v1/indicators/{indicator_id}/wrong",
        "/api/v1/contributions",
        "/api/v1/sightings",
        "/api/v1/sightings/eve",
        "/api/v1/operators/me/usage",
        "/api/v1/readiness-scores",
        "/api/v1/site-batches",
        "/api/v1/site-batches/{batch}",
        "/api/v1/site-campaigns/{site_id}/verdict",
        "/api/v1/site-cases",
        "/api/v1/site-cases/{site_id}",
        "/api/v1/site-cases/{site_id}/verdict",
        "/api/v1/site-reports",
        "/api/v1/site-reports/{receipt}",
    }


def test_every_operation_says_what_it_does():
    for path in description()["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]


@pytest.mark.parametrize(
    ("error", "status"), [(SourceError("state.db is away"), 503), (RuntimeError("secret"), 500)]
)
def test_a_failing_hub_tells_nothing_of_its_inside(client, monkeypatch, error, status):
    def fail(*_):
        raise error

    monkeypatch.setattr(SharedList, "count", fail)
    answer = client.get("/api/v1/lists")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "secret" not in answer.text
    assert "state.db" not in answer.text


@pytest.fixture
def api_schema(hub, caller_as, publish):
    publish(*(make_change(number) for number in range(5)))
    app = app_as(caller_as("contributor"), hub, ROUTES)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


OPERATIONS = [
    (path, method)
    for path, methods in description()["paths"].items()
    for method in methods
    if method in {"get", "post", "head"}
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_input_makes_the_hub_fail(api_schema, path, method):
    @given(api_schema[path][method].as_strategy())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def call(case):
        assert case.call().status_code < 500

    call()
