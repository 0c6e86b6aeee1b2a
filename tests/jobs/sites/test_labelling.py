"""Verdicts of persons become labels, measured on the evidence that they rest on."""

from collections import Counter
from datetime import timedelta

from noroshi.jobs.sites.labelling import analysts_labels, package_of, visits_until
from noroshi.jobs.sites.verdicts import Said
from noroshi.spine.home import Home
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.store import Store
from noroshi.spine.store.site_cases import SiteCases
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.testing.site_cases import (
    AT,
    BAD,
    BAD_CASE,
    GOOD_CASE,
    TWIN_CASE,
    add_cases,
    desk,
)


def filled(tmp_path):
    home = Home(tmp_path / "home").create()
    store = Store.open(home.state)
    add_cases(home, store)
    one = desk(home, store, "a")
    one.propose(BAD_CASE, Said(label="phish", reason="yes"))
    one.propose(GOOD_CASE, Said(label="benign", reason="an article"))
    one.propose(TWIN_CASE, Said(label="suspicious", reason="not sure"))
    return home, store


def test_malicious_and_harmless_teach_and_doubts_do_not(tmp_path):
    home, store = filled(tmp_path)
    refused = Counter()
    rows = {row.id: row for row in analysts_labels(home, store, refused)}
    store.close()
    assert {name: row.label for name, row in rows.items()} == {BAD_CASE: 1, GOOD_CASE: 0}
    assert rows[BAD_CASE].terms["sites.borrowed-brand"] > 0.5
    assert (rows[BAD_CASE].told, rows[BAD_CASE].source) == ("楽天カード", "analysts")
    assert refused == {"neither-malicious-nor-harmless": 1}


def test_changed_or_missing_evidence_teaches_nothing(tmp_path):
    home, store = filled(tmp_path)
    (visit,) = SiteQueue(store.database).visits(BAD)
    (package_of(home, visit) / "page.html").write_text("other")
    refused = Counter()
    rows = list(analysts_labels(home, store, refused))
    store.close()
    assert [row.id for row in rows] == [GOOD_CASE]
    assert refused["evidence-unsound"] == 1


def test_a_verdict_rests_on_the_last_round_before_it(tmp_path):
    _, store = filled(tmp_path)
    case = SiteCases(store.database).get(BAD_CASE)
    store.close()
    times = ((-90, "mobile"), (-80, "desktop"), (-20, "mobile"), (-10, "desktop"), (5, "mobile"))
    visits = [
        SiteVisit(
            url=BAD, profile=profile, started_at=AT + timedelta(minutes=at),
            ended_at=AT + timedelta(minutes=at + 1), outcome="page",
        )
        for at, profile in times
    ]  # fmt: skip
    assert visits_until(visits, case) == visits[2:4]
