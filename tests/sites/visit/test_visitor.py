"""Visits with the real browser: each page is looked at once, together, and the tests ask after it."""

import asyncio
import ssl
from dataclasses import replace
from types import SimpleNamespace

import pytest

from noroshi.sites.visit import HopKind, Outcome
from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.profile import DESKTOP, MOBILE, RETURNING, SEARCH_REFERER
from noroshi.sites.visit.quarantine import Quarantine
from noroshi.sites.visit.visitor import Visitor
from noroshi.spine.model import InputError

from .bad_pages import bomb, staged

MIB = 1024 * 1024
BOUNDS = VisitBounds(
    total_s=20.0, busy_s=4.0, received_bytes=2 * MIB, memory_bytes=300 * MIB, requests=60
)
SEARCH = replace(MOBILE, referer=SEARCH_REFERER)
ASKED = {
    "login": ("http://bank.example/login", MOBILE),
    "meta": ("http://bank.example/meta", MOBILE),
    "script": ("http://bank.example/script", MOBILE),
    "hops": ("http://bank.example/hops5", MOBILE),
    "many-hops": ("http://bank.example/hops15", MOBILE),
    "inside": ("http://bank.example/inside", MOBILE),
    "to-inside": ("http://bank.example/to-inside", MOBILE),
    "address": ("http://192.168.0.1/", MOBILE),
    "alerts": ("http://bank.example/alerts", MOBILE),
    "busy": ("http://bank.example/busy", MOBILE),
    "memory": ("http://bank.example/memory", MOBILE),
    "large": ("http://bank.example/large", MOBILE),
    "file": ("http://bank.example/file", MOBILE),
    "blob": ("http://bank.example/blob", MOBILE),
    "gone": ("http://bank.example/gone", MOBILE),
    "who": ("http://bank.example/who", SEARCH),
    "many": ("http://bank.example/many", MOBILE),
    "popups": ("http://bank.example/popups", MOBILE),
    "surrogate": ("http://bank.example/surrogate", MOBILE),
    "lies": ("http://bank.example/lies", MOBILE),
    "tls": ("https://bank.example/next", MOBILE),
    "broken-tls": ("https://other.example/next", MOBILE),
    "again": ("http://bank.example/again", RETURNING),
    "gate": ("http://bank.example/gate", RETURNING),
    "victim": ("http://bank.example/next?email=taro@mail.example", MOBILE),
}


@pytest.fixture(scope="module")
def seen(user, authority, tmp_path_factory):
    """All visits by name, and the quarantine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.issue("bank.example", "bank.example"))
    quarantine = Quarantine(tmp_path_factory.mktemp("quarantine"), b"k" * 32)

    async def look():
        async with (
            staged(context) as stage,
            Visitor(user=user, quarantine=quarantine, bounds=BOUNDS, stage=stage) as visitor,
        ):
            places = asyncio.Semaphore(4)

            async def one(url, profile):
                async with places:
                    return await visitor.visit(url, profile)

            visits = await asyncio.gather(*(one(*asked) for asked in ASKED.values()))
        return dict(zip(ASKED, visits, strict=True))

    return SimpleNamespace(quarantine=quarantine, of=asyncio.run(look()))


def test_a_page_is_read_as_a_person_sees_it(seen):
    page = seen.of["login"]
    assert page.outcome is Outcome.PAGE
    assert (page.title, page.status, page.detail) == ("ログイン", 200, "")
    assert "こんにちは" in page.text
    assert page.screenshot.startswith(b"\x89PNG")
    assert page.favicon == b"\x89PNG icon"
    assert "http://bank.example/next" in page.links


def test_places_to_type_are_found_in_frames_and_shadow_roots_of_all_kinds(seen):
    names = {one.name for one in seen.of["login"].fields}
    assert names == {"id", "pw", "open", "inner", "closed", "foreign"}
    password = next(one for one in seen.of["login"].fields if one.name == "pw")
    assert (password.kind, password.visible, password.method) == ("password", True, "post")
    assert password.action == "http://bank.example/post"
    assert password.autocomplete == "current-password"
    assert next(one for one in seen.of["login"].fields if one.name == "id").label == "ID"


def test_text_of_shadow_roots_and_frames_is_read(seen):
    for words in ("opened", "shut", "from elsewhere"):
        assert words in seen.of["login"].text
    assert "<!-- frame about:srcdoc -->" in seen.of["login"].html


def test_exchanges_have_hashes_addresses_and_times(seen):
    by_url = {one.url: one for one in seen.of["login"].exchanges}
    script = by_url["http://bank.example/a.js"]
    assert (script.resource, script.status, script.size_bytes) == ("script", 200, 12)
    assert len(script.sha256) == 64
    assert script.address == "127.0.0.1"
    assert script.at_ms >= by_url["http://bank.example/login"].at_ms


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("meta", [HopKind.START, HopKind.PAGE]),
        ("script", [HopKind.START, HopKind.PAGE]),
        ("hops", [HopKind.START, *[HopKind.HTTP] * 6]),
        ("gate", [HopKind.START, HopKind.CLICK]),
    ],
)
def test_the_chain_tells_what_led_on(seen, name, kinds):
    assert [hop.kind for hop in seen.of[name].chain] == kinds
    assert seen.of[name].chain[-1].url == seen.of[name].final_url
    assert seen.of[name].status == 200


def test_a_long_chain_is_cut(seen):
    assert seen.of["many-hops"].outcome is Outcome.REFUSED
    assert len(seen.of["many-hops"].chain) <= 13


def test_a_page_that_asks_for_too_much_is_cut(seen):
    assert seen.of["many"].outcome is Outcome.REFUSED
    assert len(seen.of["many"].exchanges) <= BOUNDS.requests


def test_what_is_refused_is_told_per_request(seen):
    refused = [one for one in seen.of["inside"].exchanges if one.refused]
    assert [(one.url, one.refused, one.status) for one in refused] == [
        ("http://10.0.0.1/x", "forbidden-address", None)
    ]
    assert seen.of["inside"].outcome is Outcome.PAGE


@pytest.mark.parametrize("name", ["to-inside", "address"])
def test_a_page_at_an_inner_address_is_refused_with_the_reason(seen, name):
    assert seen.of[name].outcome is Outcome.REFUSED
    assert "nothing was sent" in seen.of[name].detail
    assert seen.of[name].screenshot == b""


def test_boxes_are_noted_and_a_storm_of_them_ends(seen):
    assert seen.of["alerts"].outcome is Outcome.PAGE
    assert seen.of["alerts"].dialogs == ("you are infected",) * BOUNDS.dialogs


def test_a_page_that_never_rests_is_read_all_the_same(seen):
    assert "still readable" in seen.of["busy"].text


@pytest.mark.parametrize("name", ["memory", "large"])
def test_a_greedy_page_is_ended_with_a_clear_outcome(seen, name):
    assert seen.of[name].outcome is Outcome.TOO_LARGE
    assert seen.of[name].detail


def test_files_lie_in_quarantine_whatever_they_are_called(seen):
    pushed = [*seen.of["file"].downloads, *seen.of["blob"].downloads]
    assert [seen.quarantine.read(one.sha256) for one in pushed] == [b"MZ a file", b"from a blob"]
    assert seen.of["file"].outcome is Outcome.DOWNLOAD
    assert seen.of["blob"].outcome is Outcome.PAGE


def test_an_error_page_is_a_page_with_its_status(seen):
    assert (seen.of["gone"].outcome, seen.of["gone"].status) == (Outcome.PAGE, 404)


def test_the_browser_looks_like_a_victim_s(seen):
    agent, languages, webdriver, touches, referrer = seen.of["who"].text.strip().split("|")
    assert "Android" in agent
    assert "Headless" not in agent
    assert languages == "ja-JP,ja,en-US,en"
    assert webdriver == "false"
    assert int(touches) > 0
    assert referrer == "https://www.google.com/"


def test_windows_that_pop_up_do_not_keep_the_visit(seen):
    assert "popups" in seen.of["popups"].text


def test_half_characters_do_not_break_the_record(seen):
    seen.of["surrogate"].html.encode()
    assert "a" in seen.of["surrogate"].text


def test_a_page_that_bends_its_own_javascript_does_not_bend_the_reading(seen):
    assert [one.name for one in seen.of["lies"].fields] == ["pw"]


def test_certificates_are_read_with_what_a_browser_has_against_them(seen):
    found, broken = seen.of["tls"].certificate, seen.of["broken-tls"].certificate
    assert found.names == ("bank.example",)
    assert found.problem == "cert-authority-invalid"
    assert broken.problem in ("cert-common-name-invalid", "cert-authority-invalid")
    assert seen.of["broken-tls"].outcome is Outcome.PAGE
    assert [hop.kind for hop in seen.of["tls"].chain] == [HopKind.START]
    assert seen.of["login"].certificate is None


def test_who_comes_back_comes_with_the_first_time_s_cookie(seen):
    assert seen.of["again"].text.strip() == "second time"


def test_a_click_through_shows_what_lies_behind(seen):
    assert "pw" in {one.name for one in seen.of["gate"].fields}


def test_the_victim_is_not_told_to_the_site(seen):
    assert "taro" not in repr(seen.of["victim"])


def test_every_visit_ends_and_only_greedy_pages_lose_their_process(seen):
    assert {visit.outcome for visit in seen.of.values()} == {
        Outcome.PAGE,
        Outcome.DOWNLOAD,
        Outcome.REFUSED,
        Outcome.TOO_LARGE,
    }


def test_what_is_no_web_address_is_refused_before_a_browser_starts(user):
    async def look():
        async with Visitor(user=user) as visitor:
            await visitor.visit("file:///etc/passwd", MOBILE)

    with pytest.raises(InputError):
        asyncio.run(look())


@pytest.mark.slow
def test_slow_servers_and_bombs_end_at_their_bounds_and_the_whole_browser_clicks(user):
    bomb()

    async def look():
        bounds = VisitBounds(total_s=12.0, memory_bytes=300 * MIB)
        async with staged() as stage, Visitor(user=user, bounds=bounds, stage=stage) as visitor:
            return [
                await visitor.visit(f"http://bank.example/{path}", profile)
                for path, profile in (("slow", MOBILE), ("bomb", MOBILE), ("click", DESKTOP))
            ]

    slow, large, click = asyncio.run(look())
    assert slow.outcome is Outcome.TIMEOUT
    assert large.outcome is Outcome.TOO_LARGE
    assert [one.name for one in click.fields] == ["late"]
