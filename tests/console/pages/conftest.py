"""Fixtures of the pages: a made hub, and clients that ask as a browser does."""

import re

import pytest
from litestar.testing import TestClient

from noroshi.console.caller import NOBODY, Caller
from noroshi.console.hub import Hub
from noroshi.console.pages import ROUTES
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store
from noroshi.testing.callers import app_as, on_a_port
from noroshi.testing.hubs import fill_hub, hub_now


@pytest.fixture
def made(tmp_path):
    """A filled hub and its findings."""
    home = Home(tmp_path / "made").create()
    home.settings_file.write_text("[share]\nmade_data = true\n")
    with Store.open(home.state_file) as store:
        findings = fill_hub(store)
        yield Hub(home=home, store=store, clock=hub_now), findings


@pytest.fixture
def bare(tmp_path):
    """A hub in which nothing has happened."""
    home = Home(tmp_path / "bare").create()
    with Store.open(home.state_file) as store:
        yield Hub(home=home, store=store, clock=hub_now)


def somebody(role="coordinator", operator="centre"):
    return Caller(
        by=f"user:{operator}-{role}", rights=RIGHTS[Role(role)], operator_id=operator,
        account_id=f"id-{operator}-{role}",
    )  # fmt: skip


def app_of(hub, caller):
    """The pages for somebody who is let in."""
    return app_as(caller, hub, ROUTES)


def serve(hub, caller):
    """The hub on a port of this machine, for a browser; gives its address."""
    return on_a_port(app_of(hub, caller))


def open_hub(hub, caller=NOBODY, language="en"):
    """A client that takes HTML in a language."""
    client = TestClient(app_of(hub, caller))
    client.headers.update({"accept": "text/html", "accept-language": language})
    return client


def words(answer):
    """What a reader sees, with single spaces."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>|<wbr/>", "", answer.text))
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture
def enter(made):
    """Opens the made hub as a role at an operator: `with enter("analyst", "beta") as client`."""

    def enter_as(role="coordinator", operator="centre", language="en"):
        return open_hub(made[0], somebody(role, operator), language)

    return enter_as
