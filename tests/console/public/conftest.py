"""A hub whose public pages are open, and a browser."""

from datetime import UTC, datetime

import pytest
from litestar.testing import TestClient

from noroshi.console.hub import Hub
from noroshi.console.whole import whole_app
from noroshi.spine.home import Home
from noroshi.spine.store import Store

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def open_hub(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text(
        "[sites]\npublic_form = true\nreports_per_hour = 3\nmost_waiting = 2\n"
    )
    with Store.open(home.state) as store:
        yield Hub(home=home, store=store, clock=lambda: AT)


@pytest.fixture
def browser(open_hub):
    with TestClient(whole_app(open_hub)) as client:
        client.follow_redirects = False
        client.headers.update(
            {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
        )
        yield client
