"""The campaign map names each hand, its pages and what tells it."""

from litestar.testing import TestClient

from noroshi.testing.site_cases import BAD, BAD_CASE, TWIN

from .conftest import app_of, somebody, words


def test_a_campaign_is_shown_with_what_holds_it_together(enter):
    for language, told in (("en", "pages: 2"), ("ja", "2ページ")):
        with enter(language=language) as client:
            page = client.get("/sites/campaigns")
        assert told in words(page)
        assert "楽天カード" in words(page)
        assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.text
        assert f"/sites/{BAD_CASE}" in page.text


def test_programs_read_the_same(enter):
    with enter() as client:
        (one,) = client.get("/sites/campaigns.json").json()
    assert set(one["pages"]) == {BAD, TWIN}
    assert one["shared"][0]["joins"] >= 1


def test_a_verdict_for_all_is_looked_at_before(enter):
    for language, told in (
        ("en", ("What it would change", "Called so 2 benign", "Propose for 2 pages: benign")),
        ("ja", ("変わるもの", "判定の対象 2 無害", "2ページについて提案：無害")),
    ):
        with enter(language=language) as client:
            page = client.get(f"/sites/campaigns/{BAD_CASE}?label=benign")
            assert all(one in words(page) for one in told)
            assert "x7k2q9[.]test" in words(page)
            assert 'href="/sites/campaigns/' in client.get(f"/sites/{BAD_CASE}").text


def test_who_may_not_judge_sees_no_form(enter):
    with enter("c", role="operator-admin") as client:
        assert 'name="seen"' not in client.get(f"/sites/campaigns/{BAD_CASE}").text


def test_a_campaign_that_changed_meanwhile_is_looked_at_again(enter):
    with enter() as client:
        form = {"label": "phish", "reason": "a kit", "seen": "0"}
        page = client.post(f"/sites/campaigns/{BAD_CASE}", data=form)
    assert "changed meanwhile" in words(page)


def test_an_empty_map_says_so(bare):
    with TestClient(app_of(bare, somebody())) as client:
        answer = client.get("/sites/campaigns", headers={"accept-language": "en"})
    assert "No two pages have the same maker yet" in words(answer)
