"""Everybody may report a site, without script, and is told what is missing."""

import pytest
from litestar.testing import TestClient

from noroshi.console.hub import Hub
from noroshi.console.whole import whole_app
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.dump import dump
from noroshi.spine.store.site_queue import SiteQueue

MAIL = b"Subject: x\nTo: Taro Yamada <taro@mail.example>\n\nsee http://mail.example.test/\n"


def test_the_form_needs_no_script(browser):
    for language, words in (("en", "Report a web site"), ("ja", "不審なWebサイトを報告する")):
        page = browser.get("/report", headers={"Accept-Language": language})
        assert words in page.text
        assert "<script" not in page.text


def test_a_report_leads_to_its_result(browser, open_hub):
    sent = {"url": "hxxp://login[.]bank[.]example/?email=a@b.example", "words": "山田太郎様"}
    answer = browser.post("/report", data=sent, files={"file": ("", b"")})
    assert answer.status_code == 303
    assert "Being looked at" in browser.get(answer.headers["location"]).text
    (one,) = SiteQueue(open_hub.store.database).listed()
    assert one.url == "http://login.bank.example/?email=-masked-"


def test_a_message_is_taken_and_nothing_of_its_people_kept(browser, open_hub):
    answer = browser.post("/report", data={"url": ""}, files={"file": ("m.eml", MAIL)})
    assert answer.status_code == 303
    whole = b"".join(dump(open_hub.store.database))
    assert b"mail.example.test" in whole
    assert not any(secret in whole for secret in (b"Yamada", b"taro@", b"testclient"))


@pytest.mark.parametrize(
    ("url", "file", "told"),
    [
        ("nothing", b"", "No web address was found"),
        ("", b"\x89PNG junk", "This file cannot be read"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(browser, url, file, told):
    answer = browser.post("/report", data={"url": url, "words": "<b>"}, files={"file": ("a", file)})
    assert answer.status_code == 400
    assert told in answer.text
    assert "&lt;b&gt;" in answer.text


def test_haste_is_refused(browser):
    for _ in range(3):
        browser.post("/report", data={"url": "x"}, files={"file": ("", b"")})
    answer = browser.post("/report", data={"url": "http://a.example/"}, files={"file": ("", b"")})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_full_queue_is_told_and_keeps_nothing(browser, open_hub):
    for n in range(2):
        browser.post("/report", data={"url": f"http://h{n}.example/"}, files={"file": ("", b"")})
    answer = browser.post("/report", data={"url": "http://c.example/"}, files={"file": ("", b"")})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3600")
    assert SiteQueue(open_hub.store.database).counts().total() == 2


def test_another_site_s_form_is_refused(browser):
    answer = browser.post(
        "/report", data={"url": "http://a.example/"}, files={"file": ("", b"")},
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip
    assert answer.status_code == 403


def test_a_shut_door_shows_nothing(tmp_path):
    home = Home(tmp_path / "shut").create()
    with (
        Store.open(home.state) as store,
        TestClient(whole_app(Hub(home=home, store=store))) as client,
    ):
        for path in ("/report", "/report/1", "/report-result"):
            assert client.get(path).status_code == 404
