"""Fixtures of the room's pages: a home with judged cases, and clients that ask as a browser does."""

import re

import pytest
from litestar.testing import TestClient

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.sites import ROUTES
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store
from noroshi.testing.callers import app_as
from noroshi.testing.site_cases import AT, add_cases


@pytest.fixture
def bare(tmp_path):
    """A hub to which nothing was reported."""
    home = Home(tmp_path / "bare").create()
    with Store.open(home.state) as store:
        yield Hub(home=home, store=store, clock=lambda: AT)


@pytest.fixture
def hub(bare):
    """A hub with two imitations of one kit and an article, judged."""
    add_cases(bare.home, bare.store)
    return bare


def somebody(name="a", role="analyst"):
    return Caller(
        by=f"user:{name}", rights=RIGHTS[Role(role)], operator_id="centre", account_id=f"id-{name}"
    )


def app_of(hub, caller):
    """The pages for somebody who is let in."""
    return app_as(caller, hub, ROUTES)


@pytest.fixture
def enter(hub):
    """Opens the hub as somebody: `with enter("b", language="ja") as client`."""

    def enter_as(name="a", role="analyst", language="en"):
        client = TestClient(app_of(hub, somebody(name, role)))
        client.headers.update({"accept": "text/html", "accept-language": language})
        return client

    return enter_as


def words(answer):
    """What a reader sees, with single spaces."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>|<wbr/>", "", answer.text))
    return " ".join(text.replace("\u00a0", " ").split())
