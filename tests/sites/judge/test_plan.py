from noroshi.sites.judge.plan import wants_another
from noroshi.sites.visit import Outcome
from noroshi.testing.judged_pages import article, imitation, judged
from noroshi.testing.visits import page_visit

HOME = page_visit(
    "https://town.test/", "<title>町</title>" + "<p>お知らせと行事の案内です。</p>" * 20
)


def test_a_sure_harm_and_an_ordinary_page_need_no_second_look() -> None:
    assert not wants_another(judged(imitation()))
    assert not wants_another(judged(HOME))


def test_nothing_hardly_a_word_or_tests_for_machines_need_one() -> None:
    for visit in (
        page_visit("https://x1.test/", outcome=Outcome.UNREACHABLE),
        page_visit("https://x1.test/", "<p>お待ちください"),
        page_visit("https://town.test/", HOME.html + "<script>if(navigator.webdriver)x()</script>"),
        page_visit("https://x1.test/", "<title>楽天カード</title>" + HOME.html),
    ):
        assert wants_another(judged(visit)), visit.html[:60]


def test_a_parked_name_stays_parked() -> None:
    assert not wants_another(judged(page_visit("https://x1.test/", "<p>This domain is for sale")))


def test_an_article_needs_none_once_it_is_long_enough() -> None:
    long = page_visit("https://news.test/1", article().html + HOME.html)
    assert not wants_another(judged(long))
