"""Pages of readiness: what has data is shown with its run, what has none says what to run."""

import pytest
from litestar.testing import TestClient

from noroshi.jobs.readiness.guiding import declare
from noroshi.spine.store.readiness_results import ReadinessResults
from noroshi.spine.store.readiness_scores import DeclaredScore, ReadinessScores

from .conftest import app_of, somebody


def fill(hub):
    """Results of RPKI and mail, small enough to count."""
    results, at = ReadinessResults(hub.store.database), hub.clock()
    shares = {"lost": 0.02, "other-as": 0.01, "same-as": 0.0}
    made = (
        ("rpki.validate", "", [{"kind": "states", "routes": 4, "valid": 2, "invalid": 1, "not-found": 1}]),
        ("rpki.simulate", "drop", [{"kind": "total", "stage": "drop", "shares": shares}]),
        ("mail.assess", "isp.example", [{"checks": [{"code": "spf.all", "level": "bad", "domain": "isp.example", "text": {"ja": "誰でも通す。", "en": "It lets <all> pass."}, "remedy": {"ja": "直す。", "en": "Mend it."}}]}]),
        ("mail.stage", "isp.example", [{"domain": "isp.example", "stage": "none", "next": "testing", "open": False, "why": {"ja": "門は閉じている。", "en": "The gate is shut."}}]),
    )  # fmt: skip
    kept = {
        topic: results.keep(topic, about, rows, inputs={}, started_at=at, ended_at=at)
        for topic, about, rows in made
    }
    declare(hub.store, "rpki.caches", "met", note="two sites", by="me", now=at)
    return kept


@pytest.fixture
def filled(bare):
    return bare, fill(bare)


@pytest.fixture
def client(filled):
    with TestClient(app_of(filled[0], somebody())) as made:
        made.headers["Accept-Language"] = "en"
        yield made


def test_the_overview_has_a_score_a_range_and_next_steps(client):
    page = client.get("/readiness").text
    assert "Cheapest next step" in page
    assert 'href="/readiness/rpki"' in page
    assert 'role="img"' in page
    assert " style=" not in page
    ja = client.get("/readiness", headers={"Accept-Language": "ja"}).text
    assert "次の一手" in ja
    assert "導入の準備" in ja


def test_a_technology_shows_figures_pictures_and_gates_with_their_runs(client, filled):
    page = client.get("/readiness/rpki").text
    assert filled[1]["rpki.validate"].short in page
    assert "2.0000" in page
    assert "Traffic when invalid routes are dropped: drop" in page
    assert "noroshi readiness rpki plan" in page
    assert "noroshi readiness rpki validate" not in page
    mail = client.get("/readiness/mail").text
    assert "The gate is shut." in mail
    assert "It lets &lt;all&gt; pass." in mail


def test_what_has_no_result_tells_the_command(client):
    assert "noroshi readiness manrs assess" in client.get("/readiness/manrs").text
    assert client.get("/readiness/nothing").status_code == 404


def test_items_are_chosen_by_the_address(client):
    page = client.get("/readiness/guideline?technology=rpki&standing=met").text
    assert "rpki.caches" in page
    assert "rpki.roa" not in page
    assert "mail.spf" not in page
    assert 'href="/readiness.json?technology=rpki&amp;standing=met"' in page
    told = client.get("/readiness.json?technology=rpki&standing=met").json()
    assert {row["item"] for row in told["items"]} == {"rpki.caches", "rpki.simulated"}
    assert {row["topic"] for row in told["results"]} == {"rpki.validate", "rpki.simulate"}
    nothing = client.get("/readiness/guideline?technology=manrs&standing=met").text
    assert "No item is like that." in nothing
    assert client.get("/readiness/guideline?technology=<x>&level=9").status_code == 200


def test_an_empty_hub_has_no_data_and_no_zero(bare):
    with TestClient(app_of(bare, somebody())) as client:
        told = client.get("/readiness.json").json()
        assert told["score"] is None
        assert "No data yet" in client.get("/readiness", headers={"Accept-Language": "en"}).text
        page = client.get("/readiness/operators", headers={"Accept-Language": "en"}).text
        assert "Nobody has declared a score" in page


def test_operators_are_shown_in_groups_only(made):
    hub, _ = made
    scores, at = ReadinessScores(hub.store.database), hub.clock()

    def tell(name, score):
        scores.add(
            DeclaredScore(
                operator_id=name, received_at=at, scored_at=at, edition="0a", follows=True,
                score=score, coverage=1.0, technologies={"rpki": score},
            )
        )  # fmt: skip

    with TestClient(app_of(hub, somebody("ministry-viewer"))) as client:
        client.headers["Accept-Language"] = "en"
        tell("alpha", 0.31)
        page = client.get("/readiness/operators").text
        assert "&lt;3" in page
        assert "31" not in page.partition("<main")[2]
        tell("beta", 0.5)
        tell("gamma", 0.9)
        told = client.get("/readiness/operators.json").json()
        assert told["declared"] == told["following"] == 3
        assert told["groups"][0]["median"] == 0.5
        assert 'href="/readiness/rpki"' not in client.get("/readiness/operators").text
