from noroshi.sites.judge.verdict import Route, SiteVerdict
from noroshi.sites.visit import Download, Outcome
from noroshi.spine.model.label import HARMFUL_SITES, LABELS
from noroshi.testing.judged_pages import article, imitation, judged, own_page
from noroshi.testing.visits import page_visit

SCARE = "<title>セキュリティ警告</title><p>Windows トロイの木馬に感染しました。電源を切らないでください。Microsoft サポートに今すぐ電話 050-0000-1234</p>"
SHOP = "<title>激安</title>電動工具 80%OFF ¥2,000 ゴルフクラブ 70%OFF ¥3,000 腕時計 60%OFF ¥900 ソファ 75%OFF ¥5,000 美容液 ダウンジャケット カートに入れる 銀行振込のみ 店長 a@163.com"


def called(*visits):
    return judged(*visits).called


def test_an_imitation_is_phish_and_bears_the_borrowed_name() -> None:
    one = called(imitation())
    assert (one.verdict, one.brand) == (SiteVerdict.PHISH, "楽天カード")
    assert one.route is Route.SHARE


def test_the_brand_s_own_page_is_benign_and_bears_its_owner() -> None:
    one = called(own_page())
    assert (one.verdict, one.brand, one.route) == (SiteVerdict.BENIGN, "楽天カード", Route.NONE)


def test_an_article_is_benign_and_borrows_nothing() -> None:
    assert (called(article()).verdict, called(article()).brand) == (SiteVerdict.BENIGN, "")


def test_an_imitation_among_a_site_s_parts_is_a_compromise() -> None:
    assert (
        called(imitation("town.test", path="/wp-content/uploads/ok/login.php")).verdict
        is SiteVerdict.COMPROMISED
    )


def test_other_harms_have_their_own_names() -> None:
    pushed = Download(url="https://x1.test/f", name="invoice.pdf.exe", size_bytes=9, sha256="")
    visits = {
        SiteVerdict.SUPPORT_SCAM: page_visit("https://x1.test/", SCARE, dialogs=["警告", "警告"]),
        SiteVerdict.FAKE_SHOP: page_visit("https://x1.test/", SHOP),
        SiteVerdict.MALWARE: page_visit(
            "https://x1.test/", outcome=Outcome.DOWNLOAD, downloads=[pushed]
        ),
    }
    assert {verdict: called(visit).verdict for verdict, visit in visits.items()} == {
        one: one for one in visits
    }


def test_nothing_there_is_dead() -> None:
    assert (
        called(page_visit("https://x1.test/", outcome=Outcome.UNREACHABLE)).verdict
        is SiteVerdict.DEAD
    )


def test_a_stranger_that_sends_on_to_the_official_site_is_suspicious() -> None:
    one = called(
        page_visit("https://x1.test/", "<p>公式</p>", final_url="https://www.rakuten-card.co.jp/")
    )
    assert (one.verdict, one.route) == (SiteVerdict.SUSPICIOUS, Route.QUEUE)


def test_a_brand_that_is_not_in_the_list_is_told_in_the_page_s_words() -> None:
    html = imitation(action="https://api.telegram.org.test/bot1").html.replace(
        "楽天カード", "つばめ信金"
    )
    one = called(page_visit("https://q8w3z1.workers-dev.test/", html))
    assert (one.verdict, one.brand) == (SiteVerdict.PHISH, "つばめ信金")


def test_every_verdict_has_words_in_both_languages() -> None:
    assert set(SiteVerdict) <= LABELS.keys()
    assert {one for one in SiteVerdict if one.malicious} < HARMFUL_SITES
