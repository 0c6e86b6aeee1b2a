"""Programme: the funnel counts what the figures count, and a ministry sees no operator."""

import json
from dataclasses import replace
from datetime import timedelta

from noroshi.spine.model.line_case import OPEN_STATES
from noroshi.spine.store.line_cases import LineCases, LineChoice
from noroshi.testing.followed import open_followed

from .conftest import AT, client_of, words

DAY = timedelta(days=1)


def run(store, job, counts, **inputs):
    made = store.begin_run(job, detector=None, window=None, inputs=inputs, at=AT)
    store.end_run(made, outcome="done", counts=counts, at=AT)


def add_round(hub):
    folder = hub.home.surveys / "lab-0123456789ab" / "1"
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text("{}")
    status = {
        "shard": "1/1", "targets": 200, "settled": 50, "sent": 400, "skipped": {}, "open": 1,
        "answered": 7, "reason": "", "at": "2026-11-20T00:00:00Z", "book": "",
    }  # fmt: skip
    (folder / "progress-1-of-1.json").write_text(json.dumps(status))
    (folder / "progress-broken.json").write_text("{")


def test_the_funnel_counts_runs_and_devices(enter, hub):
    run(hub.store, "iot survey", {"addresses": 1000, "allowed": 1100, "answered": 40}, round="1")
    run(hub.store, "iot cases", {"told": 9, "fixed": 4}, operator="alpha")
    run(hub.store, "iot looks", {"looked": 6}, operator="alpha")
    with enter() as client:
        row = client.get("/iot.json").json()
        page = words(client.get("/iot"))
    assert row["steps"] == {
        "surveyed": 1000, "answered": 40, "weak": 3, "told": 9, "looked": 6, "fixed": 4,
    }  # fmt: skip
    assert list(row["steps"]) == ["surveyed", "answered", "weak", "told", "looked", "fixed"]
    assert "Addresses surveyed 1,000" in page


def test_rounds_tell_their_progress(enter, hub):
    add_round(hub)
    with enter(language="ja") as client:
        assert "50 / 200 · 途中" in words(client.get("/iot"))
        assert client.get("/iot.json").json()["rounds"][0]["scope"] == "lab-0123456789ab"


def test_who_reads_figures_sees_no_operator(enter):
    with enter("ministry-viewer") as client:
        assert client.get("/iot.json").json()["operators"] == []
        page = client.get("/iot")
        assert "/iot/devices" not in page.text
        assert client.get("/iot/devices").status_code == 403
    with enter() as client:
        assert [one["operator"] for one in client.get("/iot.json").json()["operators"]] == ["alpha"]


def test_steps_without_rows_tell_their_command(bare):
    with client_of(bare) as client:
        page = words(client.get("/iot"))
        assert "Counted after: noroshi iot survey run" in page
        assert "No round was begun here" in page
        assert client.get("/iot.json").json()["steps"]["weak"] is None


def test_told_devices_that_are_due_are_told_to_who_may_see_them(enter, hub):
    with enter() as client:
        assert "due for a look" not in words(client.get("/iot"))
    open_followed(hub.store, "alpha")
    cases = LineCases(hub.store.database)
    first, second, *_ = cases.some(LineChoice(states=OPEN_STATES))
    cases.keep([(replace(one, next_at=AT + late), None) for one, late in ((first, -DAY), (second, DAY))])  # fmt: skip
    with enter() as client:
        assert "due for a look: 1 ." in words(client.get("/iot"))
        assert client.get("/iot.json").json()["due_for_a_look"] == 1
    with enter(operator="beta") as client:
        assert client.get("/iot.json").json()["due_for_a_look"] == 0
    with enter("ministry-viewer") as client:
        assert "due for a look" not in words(client.get("/iot"))
    with enter("coordinator", language="ja") as client:
        assert "再調査日の来た、知らせた機器： 1" in words(client.get("/iot"))
