from noroshi.sites.analyse.asking import Ask
from noroshi.sites.brands import shipped_brands
from noroshi.sites.judge.facts import facts_of
from noroshi.sites.visit import Outcome
from noroshi.testing.visits import page_visit

BRANDS = shipped_brands()
FORM = '<form action="https://other.test/p"><input type="password"><a href="https://own.example/privacy">プライバシー</a></form>'


def test_the_look_that_revealed_most_is_judged() -> None:
    facts = facts_of(
        (page_visit("https://x1.test/", "<p>garden"), page_visit("https://x1.test/", FORM)), BRANDS
    )
    assert facts.main is facts.looks[1]
    assert facts.main.secrets == {Ask.PASSWORD}


def test_targets_on_other_domains_are_told() -> None:
    facts = facts_of((page_visit("https://x1.test/", FORM),), BRANDS)
    assert facts.foreign_targets == ("other.test",)
    assert facts.identity_elsewhere == "own.example"


def test_a_log_in_service_is_no_stranger() -> None:
    html = FORM.replace("other.test", "tenant.auth0.com")
    assert facts_of((page_visit("https://x1.test/", html),), BRANDS).foreign_targets == ()


def test_nothing_there_is_gone() -> None:
    gone = [
        page_visit("https://x1.test/", outcome=Outcome.UNREACHABLE),
        page_visit("https://x1.test/", "<h1>Not Found</h1>", status=404),
        page_visit("https://x1.test/", "<p>This domain is for sale"),
        page_visit("https://x1.test/", ""),
    ]
    assert all(facts_of((visit,), BRANDS).main.gone for visit in gone)
    assert not facts_of((page_visit("https://x1.test/", FORM),), BRANDS).main.gone


def test_brands_that_share_a_domain_own_each_other_s_hosts() -> None:
    facts = facts_of(
        (page_visit("https://www.vpass.ne.jp/", "<title>三井住友カード</title>"),), BRANDS
    )
    assert facts.foreign_claim is None
    assert facts.own_claim > 0.5
