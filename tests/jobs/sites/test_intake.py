"""What is said goes in masked, in order, and tells nobody who said it."""

from datetime import timedelta

import pytest

from noroshi.jobs.sites.intake import Said, is_allowed, masked_url, site_intake, site_queue
from noroshi.spine.home import Settings
from noroshi.spine.home.site_settings import SitesSettings
from noroshi.spine.model import InputError
from noroshi.spine.model.site_report import Channel
from noroshi.spine.store import Database
from noroshi.spine.store.dump import dump
from noroshi.testing.findings import MADE_AT

SECRETS = (b"taro.yamada", b"Yamada", "山田".encode(), b"090-1234", b"192.0.2.77")


@pytest.fixture
def made(tmp_path):
    own = SitesSettings(allow=("good.example",), brands=("mybank",), lease_s=20)
    settings = Settings(sites=own)
    with Database.open(tmp_path / "state.db") as database:
        yield site_intake(settings, database, lambda: MADE_AT, tmp_path), settings


def said(**changes):
    return Said(**({"channel": Channel.FORM, "source": "form"} | changes))


def test_urls_are_armed_masked_and_queued_once(made):
    intake, settings = made
    intake.take([said(urls=["hxxps://login[.]mybank[.]example/?email=a@b.example"], text="https://login.mybank.example/?email=c@d.example")])  # fmt: skip
    queue = site_queue(settings, intake.database)
    (one,) = queue.listed()
    assert one.url == "https://login.mybank.example/?email=-masked-"
    assert "brand:mybank" in one.reasons
    assert queue.take("w", MADE_AT).next_at == MADE_AT + timedelta(seconds=20)


def test_what_is_no_url_is_counted(made):
    intake, _ = made
    report = intake.report(
        said(urls=["mailto:a@b.example", "http://a.example/", "http://[/"]), MADE_AT
    )
    assert [one.host for one in report.urls] == ["a.example"]
    assert intake.refused.total() == 2


def test_many_urls_are_bounded(made):
    intake, _ = made
    urls = [f"http://h{n}.example/" for n in range(205)]
    assert len(intake.report(said(urls=urls), MADE_AT).urls) == 200
    assert intake.refused["too-many-urls"] == 5


def test_known_good_hosts_are_not_visited(made):
    intake, settings = made
    intake.take([said(urls=["http://www.good.example/"])])
    assert site_queue(settings, intake.database).take("w", MADE_AT) is None


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("good.example", True), ("a.good.example", True), ("notgood.example", False), ("x.pages.dev", False)],
)  # fmt: skip
def test_a_name_allows_what_lies_below_it_unless_others_register_there(host, allowed):
    assert is_allowed(host, ["good.example", "pages.dev"]) is allowed


def test_names_of_headers_leave_the_path():
    assert masked_url("http://a.example/yamada", ["yamada"]) == "http://a.example/-masked-"
    with pytest.raises(InputError):
        masked_url("javascript:alert(1)")


def test_nothing_in_any_table_names_a_planted_person(made):
    intake, _ = made
    text = (
        "山田太郎様 090-1234-5678 taro.yamada@mail.example 192.0.2.77 "
        "http://a.example/u/taro.yamada@mail.example?name=Yamada#taro.yamada@mail.example"
    )
    intake.take([said(text=text, urls=["http://taro.yamada:x@b.example/Yamada"], names=["Yamada"], keep_words=True, origin="post of taro.yamada")])  # fmt: skip
    whole = b"\n".join(dump(intake.database))
    assert b"a.example" in whole
    assert [secret for secret in SECRETS if secret in whole] == []
