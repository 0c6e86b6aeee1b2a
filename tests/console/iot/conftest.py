"""Fixtures of the room's pages: a home with devices and cases, and clients that ask as a browser does."""

import re
from datetime import timedelta

import pytest
from litestar.testing import TestClient

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.iot import ROUTES
from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role
from noroshi.spine.store import Store
from noroshi.testing.callers import app_as
from noroshi.testing.desks import add_operator
from noroshi.testing.devices import SEEN, one_device

AT = SEEN + timedelta(days=20)


@pytest.fixture
def bare(tmp_path):
    """A hub that keeps no device."""
    home = Home(tmp_path / "bare").create()
    with Store.open(home.state) as store:
        add_operator(store.database, "alpha")
        add_operator(store.database, "beta")
        yield Hub(home=home, store=store, clock=lambda: AT)


@pytest.fixture
def hub(bare):
    """A hub with devices of two operators; one met two listed servers."""
    devices = [
        one_device("a1", "alpha", servers=2),
        one_device("a2", "alpha", product="Camera <b>", eol="2024-01-01", services=["tcp/23"]),
        one_device("a3", "alpha", vendor="", product="", trouble="exposed", severity="low"),
        one_device("b1", "beta", vendor="Other", kev=True),
    ]
    write_devices(bare.home, devices)
    return bare


def client_of(hub, role="analyst", language="en", operator="alpha"):
    """A browser of somebody."""
    caller = Caller(by="user:a", rights=RIGHTS[Role(role)], operator_id=operator, account_id="id-a")
    client = TestClient(app_as(caller, hub, ROUTES))
    client.headers.update({"accept": "text/html", "accept-language": language})
    return client


@pytest.fixture
def enter(hub):
    """Opens the hub as somebody: `with enter("coordinator") as client`."""
    return lambda *args, **more: client_of(hub, *args, **more)


def words(answer):
    """What a reader sees, with single spaces."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>|<wbr/>", "", answer.text))
    return " ".join(text.replace("\u00a0", " ").split())
