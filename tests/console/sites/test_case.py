"""A case: what was seen, why, and verdicts with two keys."""

import pytest
from litestar.exceptions import ClientException

from noroshi.console.caller import Caller
from noroshi.console.sites.case import person_of
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import RIGHTS, Role, Text
from noroshi.spine.model.site_life import Depth, LifeState, SiteLook
from noroshi.spine.store.site_cases import SiteCases
from noroshi.spine.store.site_follows import After, SiteFollows
from noroshi.testing.site_cases import AT, BAD_CASE, GOOD_CASE, TWIN_CASE

from .conftest import somebody, words


def say(client, case, verb, **more):
    return client.post(f"/sites/{case}", data={"verb": verb, "reason": "looked", **more})


def label(hub, case):
    return SiteCases(hub.store.database).get(case).label


def test_a_case_shows_looks_reasons_way_and_relatives_in_both_languages(enter):
    for language, told in (
        (
            "en",
            ("What visitors saw", "borrowed name", "More like this", "p4w8zt[.]test", "two keys"),
        ),
        ("ja", ("訪問者に見えたもの", "名乗っています", "似たページ", "p4w8zt[.]test")),
    ):
        with enter(language=language) as client:
            page = client.get(f"/sites/{BAD_CASE}")
        for text in told[:4]:
            assert text in words(page)
        assert f"/sites/{BAD_CASE}/screens/0" in page.text
        assert "<form method" not in page.text  # nothing of the hostile page


def test_one_key_is_enough_to_agree(enter, hub):
    with enter() as client:
        text = words(say(client, BAD_CASE, "propose:phish", seen="1"))
    assert "The verdict holds." in text
    assert "by a person" in text
    (line,) = trail_of(hub.home, hub.clock).newest(action="site.verdict.propose")
    assert (line.by, line.target) == ("user:a", BAD_CASE)


def test_a_second_person_turns_the_second_key(enter, hub):
    with enter("a") as one:
        assert "A second person confirms it." in words(say(one, GOOD_CASE, "propose:phish"))
        assert "You proposed it" in words(one.get(f"/sites/{GOOD_CASE}"))
        assert "second person confirms" in words(say(one, GOOD_CASE, "confirm"))
    assert label(hub, GOOD_CASE) == "benign"
    with enter("b") as other:
        page = words(other.get(f"/sites/{GOOD_CASE}"))
        assert "user:a" in page
        assert "The verdict holds." in words(say(other, GOOD_CASE, "confirm"))
    assert label(hub, GOOD_CASE) == "phish"


def test_a_proposal_is_rejected_and_stays_in_the_history(enter, hub):
    with enter("a") as one:
        say(one, GOOD_CASE, "propose:phish")
    with enter("b") as other:
        text = words(say(other, GOOD_CASE, "reject"))
    assert "Proposals that do not hold" in text
    assert label(hub, GOOD_CASE) == "benign"


def test_a_verdict_is_taken_back(enter, hub):
    with enter("a") as one:
        say(one, GOOD_CASE, "propose:suspicious")
        assert label(hub, GOOD_CASE) == "suspicious"
        text = words(say(one, GOOD_CASE, "undo", seen="2"))
    assert "takes the last verdict back" in text
    assert label(hub, GOOD_CASE) == "benign"


def test_stale_news_are_refused_with_words(enter):
    with enter() as client:
        assert "meanwhile" in words(say(client, GOOD_CASE, "propose:phish", seen="0"))


def test_half_a_form_and_unknown_cases_are_refused(enter):
    with enter() as client:
        assert say(client, GOOD_CASE, "delete").status_code == 400
        assert client.get("/sites/none").status_code == 404
        assert client.get("/sites/none/case.json").status_code == 404


def test_who_may_only_read_gets_no_buttons(enter):
    with enter("c", role="operator-admin") as client:
        assert "What is it?" not in words(client.get(f"/sites/{BAD_CASE}"))
        assert say(client, BAD_CASE, "propose:phish").status_code == 403
    with enter("d", role="reader") as client:
        assert client.get(f"/sites/{BAD_CASE}").status_code == 403


def test_programs_read_the_same(enter):
    with enter() as client:
        row = client.get(f"/sites/{TWIN_CASE}/case.json").json()
    assert (row["label"], row["looks"][0]["sound"]) == ("phish", True)
    assert row["verdicts"][0]["by"].startswith("judge:")


def test_two_tokens_of_one_person_are_one_key(hub):
    token = Caller(
        by="token:nrs_a", rights=RIGHTS[Role.ANALYST], operator_id="centre",
        account_id="gone", token_id="t",
    )  # fmt: skip
    assert person_of(hub, somebody("a")) == "user:a"
    with pytest.raises(ClientException, match="maker of this token"):
        person_of(hub, token)


def test_what_became_of_it_is_told_once_it_is_followed(enter, hub):
    follows = SiteFollows(hub.store.database)
    (followed,) = [one for one in follows.listed(None) if one.id == BAD_CASE]
    reason = Text(ja="停止しました。", en="It is gone.")
    look = SiteLook(at=AT, state=LifeState.DEAD, depth=Depth.LIGHT, code="name-gone", reason=reason)
    follows.note(followed.url, look, After(changed=True))
    for language, told in (
        ("en", ("What became of it", "dead", "a light look", "It is gone.")),
        ("ja", ("その後", "停止", "軽い確認", "停止しました。")),
    ):
        with enter(language=language) as client:
            text = words(client.get(f"/sites/{BAD_CASE}"))
            assert all(one in text for one in told)
            assert told[0] not in words(client.get(f"/sites/{GOOD_CASE}"))
