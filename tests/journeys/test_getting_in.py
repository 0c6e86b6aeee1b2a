"""Getting in: the first link, a password, a passkey, in a real browser; every page is accessible."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from noroshi.testing.installation import running_hub

CHROMIUM = shutil.which("chromium")
PASSWORD = "correct horse battery staple"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def hub(tmp_path):
    with running_hub(tmp_path / "home") as running:
        yield running


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        browser.close()


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(page.url, each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.filterwarnings("default")  # the browser's driver has its own
def test_from_the_first_link_to_a_passkey(hub, page):
    base, welcome = hub
    wrong = []
    refused = []
    page.on("console", lambda told: refused.append(told.text))
    page.goto(base + welcome)
    wrong += violations(page)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/log-in?done=welcome")
    wrong += violations(page)
    page.fill("[name=name]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/log-in'] button")
    page.wait_for_url(base + "/")
    for language in ("ja", "en"):
        page.goto(f"{base}/language/{language}?back=/account")
        for path in ("/account", "/users", "/tokens"):
            page.goto(base + path)
            wrong += violations(page)
    assert wrong == []
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(base + "/account")
    page.click("#passkey-add button")
    page.wait_for_url("**/account?done=passkey-on")
    page.click("main form[action='/log-out'] button")
    page.wait_for_url("**/log-in?done=out")
    page.click("#passkey-log-in button")
    page.wait_for_url(base + "/")
    page.goto(base + "/account")
    assert page.locator("h1").inner_text() == "Your account"
    assert [text for text in refused if "Content Security Policy" in text] == []
