"""From the jobs that users run to the paper: a made operator, every number recomputable."""

import re
from datetime import timedelta

import pytest

from noroshi.jobs.kpi.counting import figure_rows
from noroshi.jobs.readiness.guiding import (
    JOB,
    Order,
    declare,
    issue_guideline,
    readings_of,
    scored_of,
)
from noroshi.jobs.readiness.progressing import progress_of
from noroshi.readiness.guide.document import Paper, render_paper
from noroshi.readiness.guide.progress import Quarter
from noroshi.readiness.guide.state import State
from noroshi.relay.kpi.document import lay_out
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.testing.readiness import AT, NAME, keep_results, make_operator


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    operator = make_operator(tmp_path_factory.mktemp("operator"))
    keep_results(operator)
    return operator


@pytest.fixture
def store(made):
    with Store.open(made.home.state) as opened:
        yield opened


def states(store):
    return {one.item.code: one for one in scored_of(readings_of(store, AT)).states}


def test_the_made_operator_stands_where_its_data_say(store):
    found = states(store)
    assert found["rpki.own-valid"].state is State.UNMET  # a /44 inside the ROA of a /40
    assert found["rpki.roa"].state is State.UNMET
    assert found["rpki.planned"].state is State.MET
    assert found["rpki.simulated"].state is State.MET
    assert found["mail.spf"].state is State.MET
    assert found["mail.enforce"].state is State.UNMET
    assert found["mail.loss"].state is State.UNMET
    assert found["manrs.filter"].state is State.NO_DATA
    assert found["rpki.caches"].results[0].topic == "guide.declared"


def test_lost_moved_and_kept_traffic_is_all_there_is(store):
    shares = {one.name: one.value for one in readings_of(store, AT).figures if one.is_share}
    moved = sum(shares[f"rpki.{fate}-share"] for fate in ("lost", "other-as", "same-as"))
    assert 0 < shares["rpki.lost-share"] < moved < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_management_reads_two_pages(store, language):
    readings = readings_of(store, AT)
    paper = Paper(issuer=NAME, operator=NAME, at=AT, number="n", readings=readings, scored=scored_of(readings))  # fmt: skip
    pages = lay_out(render_paper(paper, language)).pages
    at = {}
    for place, page in enumerate(pages):  # a section has its anchor on each page that it spans
        at = {**dict.fromkeys(page.anchors, place), **at}
    assert at["rpki"] - at["manager"] == 2
    assert at["glossary"] >= at["formula"] >= at["runs"] > at["rpki"]


def test_a_paper_is_a_run_that_the_programme_counts(store):
    before = len(store.runs(job=JOB))
    order = Order(issuer=NAME, operator=NAME, language="en", pdf=False)
    run, html = issue_guideline(store, order, AT)
    (newest,) = [one for one in store.runs(job=JOB) if one.id == run]
    assert newest.outcome == "done"
    assert newest.inputs["operator"] == NAME
    assert run.encode() in html
    rows = figure_rows(store, "readiness.guidelines", 2026, AT)
    assert len(rows) == before + 1


@pytest.mark.slow
def test_a_pdf_has_its_title(store):
    order = Order(issuer=NAME, operator="", language="ja", pdf=True)
    _, pdf = issue_guideline(store, order, AT)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) > 8 or b"/ObjStm" in pdf


def test_a_quarter_is_told_as_it_stood(store):
    sheet = progress_of(store, NAME, Quarter(2026, 3), AT + timedelta(days=40))
    row = next(row for row in sheet.rows() if row["item"] == "rpki.planned")
    assert (row["state_before"], row["state"]) == ("no-data", "met")
    later = progress_of(store, NAME, Quarter(2026, 4), AT + timedelta(days=40))
    assert {line.before.state for line in later.lines} >= {State.MET, State.UNMET}
    with pytest.raises(ConfigError, match="not begun"):
        progress_of(store, NAME, Quarter(2027, 4), AT)


def test_only_what_no_command_checks_is_declared(store):
    told = {"note": "", "by": "me", "now": AT}
    with pytest.raises(ConfigError, match="comes from rpki"):
        declare(store, "rpki.own-valid", "met", **told)
    with pytest.raises(ConfigError, match="no item"):
        declare(store, "rpki.nothing", "met", **told)
    with pytest.raises(ConfigError, match="cannot be declared"):
        declare(store, "rpki.caches", "no-data", **told)
    with pytest.raises(ConfigError, match="at most"):
        declare(store, "rpki.caches", "met", note="x" * 301, by="me", now=AT)
