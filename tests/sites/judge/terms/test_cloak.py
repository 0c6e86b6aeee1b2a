from noroshi.testing.judged_pages import imitation, judged, weight
from noroshi.testing.visits import page_visit

URL = "https://x7k2q9.test/login"


def test_a_page_hidden_from_another_visitor_counts() -> None:
    decoy = page_visit(URL, "<p>Tomatoes like sun and water.", profile="desktop")
    assert weight(judged(imitation(), decoy), "sites.cloaking") > 2
    assert weight(judged(imitation(), imitation()), "sites.cloaking") == 0


def test_being_sent_to_the_official_site_counts() -> None:
    sent = page_visit(URL, "<p>公式", final_url="https://www.rakuten-card.co.jp/")
    found = judged(imitation(), sent)
    assert weight(found, "sites.sent-to-official") > 0
    assert any(
        "楽天カード" in one.text.ja
        for one in found.finding.evidence
        if one.code == "sites.sent-to-official"
    )


def test_a_test_for_machines_counts() -> None:
    html = imitation().html + "<script>if(navigator.webdriver)x()</script>"
    assert weight(judged(page_visit(URL, html)), "sites.tests-visitor") > 0
