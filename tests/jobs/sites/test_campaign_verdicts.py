"""One verdict over a campaign: what it leaves out, its two keys, and its way back."""

from datetime import timedelta

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.campaign_verdicts import MOST, CampaignDesk, Left, Member, _in_bounds
from noroshi.jobs.sites.verdicts import Said
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.model.site_proposal import ProposalState
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store import Store
from noroshi.spine.store.site_cases import SiteCases
from noroshi.testing.site_cases import AT, BAD, BAD_CASE, GOOD_CASE, TWIN, TWIN_CASE, add_cases
from noroshi.testing.site_cases import desk as single

THIRD = "https://m3n8v2.test/login"
THIRD_CASE = url_id(THIRD)
PHISH = Said(label="phish", reason="one kit")
BENIGN = Said(label="benign", reason="the brand's own exercise")


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        add_cases(home, opened, (BAD, TWIN, THIRD))
        yield opened


def desk(home, store, name="a"):
    return CampaignDesk(single(home, store, name))


def labels(store):
    cases = SiteCases(store.database)
    return {cases.get(one).label for one in (BAD_CASE, TWIN_CASE, THIRD_CASE)}


def by_person(store):
    cases = SiteCases(store.database)
    return [cases.get(one).by_person for one in (BAD_CASE, TWIN_CASE, THIRD_CASE)]


def states(swept):
    return {one.state for one in swept.done}


def test_one_proposal_and_one_confirmation_judge_all_pages(home, store):
    first = desk(home, store).propose(TWIN, PHISH)
    assert states(first) == {ProposalState.OPEN}
    assert by_person(store) == [False] * 3
    done = desk(home, store, "b").confirm(first.batch, "so it is")
    assert (states(done), len(done.done), done.refused) == ({ProposalState.HELD}, 3, ())
    assert by_person(store) == [True] * 3


def test_the_same_person_turns_no_second_key(home, store):
    first = desk(home, store).propose(BAD, PHISH)
    with pytest.raises(InputError, match="a second person confirms"):
        desk(home, store).confirm(first.batch, "me again")
    assert by_person(store) == [False] * 3


def test_one_key_is_enough_only_where_no_verdict_takes_two(home, store):
    home.settings_file.write_text("[sites]\ntwo_keys = []\n")
    assert states(desk(Home(home.path), store).propose(BAD, PHISH)) == {ProposalState.HELD}


def test_what_was_judged_otherwise_or_so_already_and_what_waits_is_left_out(home, store):
    single(home, store, "c").propose(BAD_CASE, Said(label="suspicious", reason="not sure"))
    single(home, store, "c").propose(TWIN_CASE, Said(label="phish", reason="it is"))
    found = desk(home, store).preview(THIRD, "phish")
    assert {one.page.url: one.left for one in found.members} == {
        BAD: Left.JUDGED, TWIN: Left.SAID, THIRD: None,
    }  # fmt: skip
    assert found.left == {Left.JUDGED: 1, Left.SAID: 1}
    desk(home, store).propose(THIRD, PHISH)
    (waiting,) = [one for one in desk(home, store).preview(BAD).members if one.page.url == THIRD]
    assert (waiting.left, bool(waiting.why)) == (Left.WAITING, True)
    with pytest.raises(InputError, match="every page of it is left out"):
        desk(home, store).propose(THIRD, PHISH)
    assert SiteCases(store.database).get(BAD_CASE).label == "suspicious"


def test_a_brands_own_domain_is_never_accused_in_bulk(home, store):
    own = home.path / "sites" / "brands.tsv"
    own.parent.mkdir(exist_ok=True)
    own.write_text("Shop\tretail\tp4w8zt.test\t\thttps://p4w8zt.test/\n")
    found = desk(home, store).preview(BAD, "phish")
    (out,) = [one for one in found.members if one.left]
    assert (out.page.url, out.left, out.why) == (TWIN, Left.OFFICIAL, "Shop")
    assert TWIN not in {one.url for one in desk(home, store).propose(BAD, PHISH).done}
    assert len(desk(home, store).preview(BAD, "benign").left) == 1  # what waits; no domain


def test_what_joined_since_the_preview_stops_the_proposal(home, store):
    seen = desk(home, store).preview(BAD, "phish").seen
    add_cases(home, store, ("https://k5j6h7.test/login",))
    with pytest.raises(InputError, match="changed meanwhile"):
        desk(home, store).propose(BAD, PHISH, seen=seen)
    assert desk(home, store).propose(BAD, PHISH).refused == ()


def test_a_page_that_was_judged_meanwhile_stops_no_other(home, store):
    first = desk(home, store).propose(BAD, PHISH)
    single(home, store, "c").reject(TWIN_CASE, "let me look")
    single(home, store, "c").propose(TWIN_CASE, BENIGN)
    done = desk(home, store, "b").confirm(first.batch, "yes")
    assert {one.url: one.state for one in done.done} == {
        BAD: ProposalState.HELD, THIRD: ProposalState.HELD,
    }  # fmt: skip
    assert SiteCases(store.database).get(TWIN_CASE).label == "benign"


def test_a_batch_is_taken_back_by_the_same_path(home, store):
    first = desk(home, store).propose(BAD, BENIGN)
    desk(home, store, "b").confirm(first.batch, "yes")
    assert labels(store) == {"benign"}
    back = desk(home, store).undo(first.batch, "we were wrong")
    assert (back.batch != first.batch, states(back)) == (True, {ProposalState.OPEN})
    assert labels(store) == {"benign"}
    desk(home, store, "b").confirm(back.batch, "we were")
    assert labels(store) == {"phish"}
    assert by_person(store) == [False] * 3
    with pytest.raises(InputError, match="nothing to take back"):
        desk(home, store).undo(first.batch, "again")


def test_a_later_verdict_of_persons_outlives_taking_the_batch_back(home, store):
    first = desk(home, store).propose(BAD, PHISH)
    desk(home, store, "b").confirm(first.batch, "yes")
    later = single(home, store, "c", AT + timedelta(hours=1))
    later.propose(TWIN_CASE, Said(label="fake-shop", reason="it sells"))
    back = desk(home, store).undo(first.batch, "wrong class")
    assert {one.url for one in back.done} == {BAD, THIRD}


def test_a_batch_is_rejected_or_taken_back_by_who_made_it(home, store):
    first = desk(home, store).propose(BAD, PHISH)
    assert states(desk(home, store, "b").reject(first.batch, "no")) == {ProposalState.REJECTED}
    again = desk(home, store).propose(BAD, PHISH)
    assert states(desk(home, store).reject(again.batch, "no")) == {ProposalState.TAKEN_BACK}
    with pytest.raises(InputError, match="nothing of it waits"):
        desk(home, store, "b").confirm(again.batch, "yes")


def test_every_page_has_its_own_line_in_the_audit(home, store):
    first = desk(home, store).propose(BAD, PHISH)
    lines = list(trail_of(home, lambda: AT).newest(action="site.verdict.propose"))
    assert {one.target for one in lines} == {BAD_CASE, TWIN_CASE, THIRD_CASE}
    assert {one.detail["batch"] for one in lines} == {first.batch}


def test_half_a_step_is_refused(home, store):
    with pytest.raises(InputError, match="in no campaign"):
        desk(home, store).preview(GOOD_CASE)
    with pytest.raises(InputError, match="a page is one of"):
        desk(home, store).preview(BAD, "evil")
    with pytest.raises(InputError, match="say why"):
        desk(home, store).propose(BAD, Said(label="phish", reason=" "))
    with pytest.raises(InputError, match="no such verdict"):
        desk(home, store).confirm("", "yes")


def test_what_is_beyond_the_bound_waits_for_another_verdict(home, store):
    page = desk(home, store).preview(BAD).members[0].page
    many = [Member(page=page, left=None, why="", seen=1)] * (MOST + 2)
    kept = _in_bounds(many)
    assert [one.left for one in kept] == [None] * MOST + [Left.LATER] * 2
