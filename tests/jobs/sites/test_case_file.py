"""A case's file: looks with signed evidence, and what is wrong where it is not."""

import pytest

from noroshi.jobs.sites.case_file import case_file, screenshot_of
from noroshi.jobs.sites.labelling import package_of
from noroshi.jobs.sites.verdicts import Said
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.store import Store
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.testing.site_cases import BAD, BAD_CASE, GOOD_CASE, add_cases, desk


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        add_cases(home, opened)
        yield opened


def test_a_file_holds_looks_reports_verdicts_and_the_finding(home, store):
    file = case_file(home, store, BAD_CASE)
    (look,) = file.latest
    assert look.visit.final_url == BAD
    assert (look.visit.html, look.visit.screenshot) == ("", b"")
    assert (file.finding.label, len(file.reports), len(file.verdicts)) == ("phish", 1, 1)
    assert (file.waiting, file.held) == (None, None)
    assert case_file(home, store, "none") is None


def test_proposals_are_told_by_where_they_are(home, store):
    desk(home, store, "a").propose(BAD_CASE, Said(label="phish", reason="yes"))
    desk(home, store, "a").propose(GOOD_CASE, Said(label="phish", reason="yes"))
    assert case_file(home, store, BAD_CASE).held.by == "user:a"
    assert case_file(home, store, GOOD_CASE).waiting.by == "user:a"


def test_changed_evidence_is_told_and_not_shown(home, store):
    (visit,) = SiteQueue(store.database).visits(BAD)
    place = package_of(home, visit)
    (place / "visit.json").write_text("{}")
    (place / "screenshot.png").write_bytes(b"other")
    (look,) = case_file(home, store, BAD_CASE).looks
    assert look.visit is None
    assert "changed after it was signed" in look.fault
    with pytest.raises(InputError, match="changed after"):
        screenshot_of(home, store, BAD_CASE, 0)


@pytest.mark.parametrize(("case", "place"), [("none", 0), (BAD_CASE, 9), (BAD_CASE, -1)])
def test_a_look_that_is_not_there_is_refused(home, store, case, place):
    with pytest.raises(InputError):
        screenshot_of(home, store, case, place)
