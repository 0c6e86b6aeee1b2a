"""Screens: every page in a real browser, both languages, phone and desk, under the strict policy."""

import gzip
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from noroshi.console.pages.static import address_of, assets
from noroshi.jobs.house.auditing import trail_of
from noroshi.testing.hubs import indicator_of

from .conftest import serve, somebody
from .test_readiness import fill as fill_readiness

CHROMIUM = shutil.which("chromium")
MOST_FIRST_PAGE = 150 * 1024
"""Octets, packed, of the first page with all that it brings along."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium; Debian: apt-get install chromium"),
]

PATHS = (
    "/", "/programme/programme.participants", "/list", "/list?standing=live&q=203", "/list?q=nothing",
    "/list/{live}", "/list/{suspended}", "/review", "/cases", "/cases/1", "/network", "/operators", "/operators/alpha",
    "/collection", "/readiness", "/readiness/rpki", "/readiness/mail", "/readiness/guideline?standing=met",
    "/readiness/operators", "/connect", "/audit", "/docs", "/docs/methods/c2-servers.md", "/nothing-here",
)  # fmt: skip
VIEWS = (("ja", 1280, "light"), ("en", 1280, "dark"), ("ja", 390, "dark"), ("en", 390, "light"))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def site(made):
    hub, _ = made
    fill_readiness(hub)
    trail_of(hub.home, hub.clock).note("user:hanako", "token.issue", "token:nrs_a")
    with serve(hub, somebody()) as address:
        yield address


def places(findings):
    live, suspended = indicator_of(findings[0]).id, indicator_of(findings[2]).id
    return [path.format(live=live, suspended=suspended) for path in PATHS]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
def test_every_page_is_usable_by_everybody(site, browser, made, view):
    language, width, scheme = view
    context = browser.new_context(
        viewport={"width": width, "height": 850}, color_scheme=scheme, locale=language
    )
    told = []
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in places(made[1]):
        page.goto(site + path)
        assert page.locator("html").get_attribute("lang") == language
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()[:2000]}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"
    context.close()
    assert [text for text in told if "404" not in text] == []


def test_pages_are_read_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(site + "/list")
    page.get_by_role("link", name="203.0.113.80:8080/tcp").click()
    assert page.get_by_role("heading", name="Why it is listed").is_visible()
    page.get_by_role("link", name="日本語").click()
    assert page.get_by_role("heading", name="掲載の理由").is_visible()
    context.close()


def test_the_queue_is_decided_by_keyboard(site, browser, made):
    page = browser.new_page(locale="en")
    page.goto(site + "/review")
    before = page.locator("#queue .queue").first.locator(".item").count()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.get_by_text("Decided: 1.").wait_for()
    assert page.locator("#queue .queue").first.locator(".item").count() == before - 1
    page.keyboard.press("u")
    page.get_by_text("Decided: 1.").wait_for()
    assert page.locator("#queue .queue").first.locator(".item").count() == before
    page.close()


def test_an_entry_is_reported_wrong_and_reviewed(site, browser, made):
    page = browser.new_page(locale="en")
    page.goto(site + f"/list/{indicator_of(made[1][1]).id}")
    page.get_by_label("Why it is wrong").fill("our own honeypot")
    page.get_by_role("button", name="Report it wrong").click()
    page.get_by_text("Thank you.").wait_for()
    page.goto(site + "/review")
    assert page.get_by_text("our own honeypot").is_visible()
    page.close()


def test_the_first_page_is_small(enter):
    with enter() as client:
        page = client.get("/").content
    brought = [name for name in assets() if address_of(name).encode() in page]
    packed = len(gzip.compress(page)) + sum(len(assets()[name].packed) for name in brought)
    assert {"console.css", "icons.svg"} <= set(brought)
    assert packed <= MOST_FIRST_PAGE
