"""Entering: a coordinator notes what came by mail; others may not, and nobody notes a continent."""

import pytest

from noroshi.console.survey import ROUTES
from noroshi.jobs.iot.opting_out import all_opt_outs, opted_out

PATH = "/api/v1/opt-outs"


def test_a_coordinator_notes_a_network(client_of, caller_as, hub):
    with client_of(ROUTES, caller_as("coordinator")) as client:
        done = client.post(PATH, json={"prefix": "203.0.113.0/24", "note": "by letter"})
    assert done.status_code == 201
    assert len(opted_out(hub.store)) == 256
    assert all_opt_outs(hub.store)[0].asked_by == "user:coordinator"


@pytest.mark.parametrize("prefix", ["0.0.0.0/0", "203.0.113.1/24", "nobody"])
def test_what_nobody_owns_is_refused(client_of, caller_as, prefix):
    with client_of(ROUTES, caller_as("coordinator")) as client:
        assert client.post(PATH, json={"prefix": prefix}).status_code == 400


def test_an_analyst_may_not(client_of, caller_as, hub):
    with client_of(ROUTES, caller_as("analyst")) as client:
        assert client.post(PATH, json={"prefix": "203.0.113.7"}).status_code == 403
    assert all_opt_outs(hub.store) == []
