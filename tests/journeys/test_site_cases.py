"""Two analysts at the queue, by keyboard, in a real browser: proposed, confirmed, and on the list."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from noroshi.console.access.passwords import passwords
from noroshi.jobs.share.publishing import publish
from noroshi.spine.home import Home
from noroshi.spine.model import Role, Standing
from noroshi.spine.store import Store
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.installation import running_hub
from noroshi.testing.members import add_members, make_account
from noroshi.testing.site_cases import AT, BAD, BAD_CASE, GOOD, GOOD_CASE, TWIN, add_cases

CHROMIUM = shutil.which("chromium")
PASSWORD = "correct horse battery staple"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium; Debian: apt-get install chromium"),
]


@pytest.fixture
def home(tmp_path):
    """Judged cases, and two analysts of two members."""
    made = Home(tmp_path / "home").create()
    with Store.open(made.state) as store:
        add_members(store.database)
        for operator in ("alpha", "beta"):
            account = make_account(Role.ANALYST, operator)
            Accounts(store.database).keep_password(account.id, passwords().hash(PASSWORD))
        add_cases(made, store)
    return made


@pytest.fixture
def site(home):
    with running_hub(home.path) as (address, _):
        yield address


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def log_in(browser, site, operator, *, width=1280, language="en"):
    context = browser.new_context(viewport={"width": width, "height": 850}, locale=language)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{site}/log-in")
    page.fill("[name=name]", f"{operator}-analyst")
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/log-in'] button")
    page.wait_for_url(f"{site}/")
    return page


def press_until(page, keys):
    """The script of a page is there once its keys are told."""
    page.locator(".keys").first.wait_for(state="visible")
    for key in keys:
        page.keyboard.press(key)


def shared(home):
    with Store.open(home.state) as store:
        publish(home, store, AT)
        found = SharedList(store.database).entries(Choice(standings=(Standing.LIVE,)), limit=9)
        return {one.indicator.subject.value for one in found}


@pytest.mark.filterwarnings("default")  # the browser's driver has its own
def test_a_case_is_proposed_by_one_and_confirmed_by_another(home, site, browser):
    first = log_in(browser, site, "alpha")
    first.goto(f"{site}/sites?view=quiet")
    press_until(first, "jo")
    first.wait_for_url(f"{site}/sites/{GOOD_CASE}")
    press_until(first, "p")
    first.get_by_text("Proposed. A second person confirms it.").wait_for()
    assert shared(home) == set()

    second = log_in(browser, site, "beta")
    second.goto(f"{site}/sites?view=key")
    press_until(second, "jo")
    second.wait_for_url(f"{site}/sites/{GOOD_CASE}")
    assert second.get_by_text("user:alpha-analyst").first.is_visible()
    press_until(second, "y")
    second.get_by_text("The verdict holds.").wait_for()
    assert shared(home) == {GOOD}


@pytest.mark.filterwarnings("default")
def test_a_campaign_is_judged_as_one_and_taken_back_as_one(home, site, browser):
    first = log_in(browser, site, "alpha")
    first.goto(f"{site}/sites/campaigns")
    first.get_by_role("link", name="One verdict for all of it").click()
    first.get_by_label("Verdict").select_option("phish")
    first.get_by_role("button", name="Look at it first").click()
    first.get_by_role("button", name="Propose for 2 pages").click()
    first.get_by_text("Proposed. A second person confirms it.").wait_for()
    assert shared(home) == set()

    second = log_in(browser, site, "beta", width=390)
    second.goto(f"{site}/sites?view=key")
    second.get_by_role("link", name="pages: 2").click()
    found = Axe().run(second)
    assert found.violations_count == 0, found.generate_report()[:2000]
    assert second.evaluate("document.documentElement.scrollWidth") <= 390
    second.get_by_role("button", name="Confirm all").click()
    second.get_by_text("The verdict holds.").wait_for()
    assert shared(home) == {BAD, TWIN}

    second.get_by_role("button", name="Take the last verdicts back").click()
    second.get_by_text("Proposed. A second person confirms it.").wait_for()
    first.goto(second.url.partition("?")[0])
    first.get_by_role("button", name="Confirm all").click()
    first.get_by_text("The verdict holds.").wait_for()
    assert shared(home) == set()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("language", "width"), [("ja", 1280), ("en", 390)])
def test_every_page_of_the_room_is_usable_by_everybody(site, browser, language, width):
    page = log_in(browser, site, "alpha", width=width, language=language)
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in (
        "/sites", "/sites?view=all", f"/sites/{GOOD_CASE}", "/sites/campaigns",
        f"/sites/campaigns/{BAD_CASE}", "/sites/brands", "/sites/brands/楽天カード", "/sites/intake",
    ):  # fmt: skip
        page.goto(site + path)
        assert page.locator("html").get_attribute("lang") == language
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()[:2000]}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"
    assert told == []


@pytest.mark.filterwarnings("default")
def test_the_queue_is_read_and_decided_without_script(site, browser):
    page = log_in(browser, site, "alpha")
    context = browser.new_context(java_script_enabled=False, locale="en", storage_state=page.context.storage_state())  # fmt: skip
    plain = context.new_page()
    plain.goto(f"{site}/sites?view=quiet")
    plain.get_by_role("link", name="hxxps://news[.]test/1").click()
    plain.get_by_role("button", name="benign").click()
    assert plain.get_by_text("The verdict holds.").is_visible()
