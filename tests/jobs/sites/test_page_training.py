"""Weights are written where they do no worse, and the home then judges by them."""

import msgspec
import pytest

from noroshi.jobs.sites.judging import own_parameters, weights_in_force
from noroshi.jobs.sites.page_training import BEFORE, keep_before, own_file, train_pages
from noroshi.sites.evaluate.measured import MeasuredPage
from noroshi.sites.judge.weigh import shipped_page_weights
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.site_verdicts import SiteVerdicts
from noroshi.testing.site_cases import BAD_CASE, add_cases

SHIPPED = shipped_page_weights()


def rows(count=48, *, turned=False):
    return [
        MeasuredPage(
            id=str(number), domain=f"d{number}.test", label=(number + turned) % 2,
            family=f"f{number % 6}", source="made",
            terms={"sites.borrowed-brand": 1.0, "sites.asks-too-much": 1.0} if number % 2 else {"sites.no-request": 1.0},
        )
        for number in range(count)
    ]  # fmt: skip


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def test_good_weights_are_written_and_judge(home):
    done = train_pages(rows(), SHIPPED, own_file(home), version="own-1")
    assert done.written == own_file(home)
    assert done.labels == {"made": 48}
    assert done.trial.fresh.found == 24
    assert own_parameters(home).judge.version == "own-1"


def test_worse_weights_are_refused(home):
    # Only the weights in force know the one term that parts these few pages.
    knowing = msgspec.structs.replace(
        SHIPPED, bias=-4.0, terms=dict.fromkeys(SHIPPED.terms, 0.0) | {"sites.young": 9.0}
    )
    odd = [
        msgspec.structs.replace(
            row, terms={"sites.young": 1.0} if row.label else {"sites.no-request": 1.0}
        )
        for row in rows(10)
    ]
    done = train_pages(odd, knowing, own_file(home), version="own-2")
    assert done.trial.current.cost == 0
    assert done.written is None
    assert weights_in_force(home) == SHIPPED


def test_the_weights_before_are_kept_beside(home):
    train_pages(rows(), SHIPPED, own_file(home), version="own-1")
    keep_before(home)
    assert b"own-1" in own_file(home).with_name(BEFORE).read_bytes()


@pytest.mark.parametrize(
    "text",
    ["{}", "no", '{"version":"1","bias":0,"terms":{},"queue":0.5,"share":0.9,"trained_on":""}'],
)
def test_a_damaged_file_of_weights_is_refused_by_name(home, text):
    own_file(home).parent.mkdir(exist_ok=True)
    own_file(home).write_text(text)
    with pytest.raises(ConfigError, match=r"page_weights\.json"):
        own_parameters(home)


def test_verdicts_say_which_own_weights_gave_them(home):
    train_pages(rows(), SHIPPED, own_file(home), version="own-1")
    with Store.open(home.state) as store:
        add_cases(home, store)
        (verdict,) = SiteVerdicts(store.database).of([BAD_CASE])[BAD_CASE]
    assert verdict.by == "judge:sites.pages/own-1"
    assert "own-1" in verdict.reasons[-1].en
