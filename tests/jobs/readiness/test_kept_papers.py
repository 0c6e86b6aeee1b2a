"""Of each operator, language and form the home keeps the paper that was made last."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.jobs.readiness.guiding import Order, issue_guideline
from noroshi.jobs.readiness.kept_papers import keep_paper, newest_papers
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import ReadinessResults

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        yield opened


def make(home, store, operator, *, language="en", at=AT):
    order = Order(issuer="Centre", operator=operator, language=language, pdf=False)
    run, content = issue_guideline(store, order, at)
    keep_paper(home, store, run, order, content)
    return run, content


def test_a_paper_is_kept_with_its_date_and_the_results_it_was_made_from(home, store):
    rows = [{"state": "met", "note": "", "by": "me"}]
    kept = ReadinessResults(store.database).keep(
        "guide.declared", "rpki.caches", rows, inputs={}, started_at=AT, ended_at=AT
    )
    run, content = make(home, store, "Example Net", at=AT + timedelta(hours=1))
    (paper,) = newest_papers(home, store)
    assert paper.path.read_bytes() == content
    assert (paper.run, paper.operator, paper.language, paper.form) == (run, "Example Net", "en", "html")  # fmt: skip
    assert paper.made_at == AT + timedelta(hours=1)
    assert paper.results == (kept.run,)


def test_a_newer_paper_takes_the_place_of_its_own_kind_only(home, store):
    make(home, store, "Example Net")
    other, _ = make(home, store, "Other Net")
    japanese, _ = make(home, store, "Example Net", language="ja")
    newest, _ = make(home, store, "Example Net", at=AT + timedelta(days=1))
    assert {paper.run for paper in newest_papers(home, store)} == {newest, other, japanese}
    assert len(list((home.evidence / "guideline").iterdir())) == 3


def test_a_generic_paper_was_made_from_no_result(home, store):
    make(home, store, "")
    assert newest_papers(home, store)[0].results == ()


def test_a_run_whose_file_is_gone_gives_no_paper(home, store):
    make(home, store, "Example Net")
    newest_papers(home, store)[0].path.unlink()
    assert newest_papers(home, store) == []


def test_a_home_that_cannot_be_written_is_told(home, store):
    (home.evidence / "guideline").write_text("a file stands in the way")
    with pytest.raises(ConfigError, match="cannot be made"):
        make(home, store, "Example Net")
