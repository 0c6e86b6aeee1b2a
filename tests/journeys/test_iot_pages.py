"""The weak-devices room in a real browser: in both languages, at a desk and on a phone, for everybody."""

import json
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from noroshi.console.access.passwords import passwords
from noroshi.iot.report.checklist import checklist_of
from noroshi.iot.report.checklist_page import render_checklist
from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.spine.home import Home
from noroshi.spine.model import Role
from noroshi.spine.store import Store
from noroshi.spine.store.accounts import Accounts
from noroshi.testing.devices import SEEN, one_device
from noroshi.testing.followed import open_followed
from noroshi.testing.installation import running_hub
from noroshi.testing.members import add_members, make_account

CHROMIUM = shutil.which("chromium")
PASSWORD = "correct horse battery staple"
PAGES = (
    "/iot", "/iot/devices", "/iot/devices?maker=Example&state=found", "/iot/isps/alpha",
    "/iot/makers", "/iot/makers/Example", "/iot/curves", "/iot/curves?by=maker",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium; Debian: apt-get install chromium"),
]


def add_round(home):
    folder = home.surveys / "national-2026-0123456789ab" / "3"
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text("{}")
    status = {
        "shard": "1/1", "targets": 131072, "settled": 98304, "sent": 1441792, "skipped": {},
        "open": 7300, "answered": 6120, "reason": "", "at": "2026-11-20T00:00:00Z", "book": "",
    }  # fmt: skip
    (folder / "progress-1-of-1.json").write_text(json.dumps(status))


def add_runs(store):
    for job, counts in (
        ("iot survey", {"addresses": 131072, "allowed": 131100, "answered": 6120}),
        ("iot cases", {"told": 12, "fixed": 10}),
    ):
        run = store.begin_run(
            job, detector=None, window=None, inputs={"operator": "alpha"}, at=SEEN
        )
        store.end_run(run, outcome="done", counts=counts, at=SEEN)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home").create()
    devices = [
        one_device(
            f"{number:016x}", "alpha", product=f"Router {number % 5}", servers=int(number == 0)
        )
        for number in range(40)
    ]
    odd = {"product": "Network camera with a very long name " * 3, "kev": True, "eol": "2020-01-01"}
    services = [f"tcp/{port}" for port in (21, 22, 23, 80, 443, 554, 8080)]
    devices.append(one_device("f" * 16, "alpha", vendor="Other", services=services, **odd))
    write_devices(made, devices)
    add_round(made)
    with Store.open(made.state) as store:
        add_members(store.database)
        account = make_account(Role.ANALYST, "alpha")
        Accounts(store.database).keep_password(account.id, passwords().hash(PASSWORD))
        add_runs(store)
        open_followed(store)
    return made


@pytest.fixture
def site(home):
    with running_hub(home.path) as (address, _):
        yield address


def log_in(browser, site, width, language):
    context = browser.new_context(viewport={"width": width, "height": 850}, locale=language)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{site}/log-in")
    page.fill("[name=name]", "alpha-analyst")
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/log-in'] button")
    page.wait_for_url(f"{site}/")
    return page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_page_is_for_everybody(site, language):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            page = log_in(browser, site, width, language)
            for path in PAGES:
                answer = page.goto(f"{site}{path}")
                assert answer.status == 200, path
                found = Axe().run(page)
                assert found.violations_count == 0, (path, found.generate_report())
                across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert across <= 0, (path, width)
            page.context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_makers_checklist_is_read_on_a_phone(language):
    devices = [one_device(f"{number:016x}", "alpha") for number in range(40)]
    made = checklist_of(devices, maker="Example")
    text = render_checklist(made, producer="Noroshi", at=SEEN, language=language)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 850})
            page.set_content(text)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            narrow = page.evaluate(
                "Math.min(...[...document.querySelectorAll('tbody td:not(.proof)')]"
                ".filter(one => one.innerText).map(one => one.clientWidth))"
            )
            assert narrow >= 150, width  # beside wide neighbours, a question once stood upright
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
