"""Members declare their readiness; the newest counts, and nonsense is refused."""

from noroshi.jobs.readiness.declaring import overview_of
from noroshi.spine.model import rfc3339
from noroshi.spine.store.readiness_scores import ReadinessScores

PATH = "/api/v1/readiness-scores"


def body(hub, **more):
    return {
        "scored_at": rfc3339(hub.clock()), "edition": "0a1b", "follows": False, "score": 0.6,
        "coverage": 0.8, "technologies": {"rpki": 0.5, "mail": None}, **more,
    }  # fmt: skip


def test_the_newest_of_each_member_counts(client, client_at, hub):
    assert client.post(PATH, json=body(hub, score=0.1)).status_code == 201
    assert client.post(PATH, json=body(hub)).json()["id"]
    assert client_at("beta").post(PATH, json=body(hub, score=None)).status_code == 201
    found = ReadinessScores(hub.store.database).newest(since=hub.clock(), until=hub.clock())
    assert [one.operator_id for one in found] == ["alpha", "beta"]
    assert overview_of(hub.store, hub.clock()).as_dict()["declared"] == "<3"


def test_what_is_wrong_is_refused_with_a_reason(client, hub):
    for more, words in (
        ({"score": 1.2}, "score"),
        ({"technologies": {"quantum": 0.5}}, "no technology 'quantum'"),
        ({"scored_at": "2030-01-01T00:00:00Z"}, "future"),
        ({"edition": "<b>"}, "edition"),
        ({"items": []}, "items"),
    ):
        answer = client.post(PATH, json=body(hub, **more))
        assert answer.status_code == 400, more
        assert words in answer.text
