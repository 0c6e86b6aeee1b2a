"""Keeping devices: identified rows become devices that name no address."""

from collections import Counter

import pytest

from noroshi.jobs.iot.attributing import open_attribution
from noroshi.jobs.iot.keeping_devices import (
    Places,
    keep_devices,
    kept_devices,
    ranked,
    states_of,
    write_devices,
)
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError
from noroshi.spine.store import Store
from noroshi.testing.devices import SEEN, found_row, holed, keep_rows, one_device
from noroshi.testing.lines import OperatorHome, weak_row
from noroshi.testing.members import add_members


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home").create()
    with Store.open(made.state) as store:
        add_members(store.database, "alpha")
    return made


def test_services_of_an_address_are_one_device(home):
    model = {"vendor": "Example", "product": "Router 1", "version": "1.0"}
    devices = keep_rows(
        home,
        found_row("192.0.2.1", 80, **model, **holed(kev=True)),
        found_row("192.0.2.1", 23, **model),
        found_row("198.51.100.1"),
    )
    first, second = devices
    assert (first.operator, first.services) == ("alpha", ("tcp/23", "tcp/80"))
    assert (first.is_weak, first.kev, first.cves) == (True, True, ("CVE-2024-0001",))
    assert (second.operator, second.is_weak) == ("", False)
    assert kept_devices(home) == devices


def test_no_address_is_kept(home):
    keep_rows(home, found_row("192.0.2.1"))
    assert "192.0.2.1" not in home.devices_file.read_text()


def test_what_is_no_device_is_counted(home):
    refused = Counter()
    lines = [b"{", None, b'{"id": 1}']
    marked = b'{"id":1,"address":"192.0.2.1","port":1,"time":"2026-11-01T00:00:00Z","mark":"answers-all"}'
    attribution = open_attribution(home, None)
    kept = keep_devices(home, [*lines, marked], attribution, by="user:a", at=SEEN, refused=refused)
    assert kept == ()
    assert refused["marked-answers-all"] == 1
    assert refused.total() == 4


def test_keeping_again_replaces(home):
    keep_rows(home, found_row("192.0.2.1"), found_row("192.0.2.2"))
    keep_rows(home, found_row("192.0.2.2"))
    assert len(kept_devices(home)) == 1


def test_an_address_and_its_pseudonym_are_one_place(tmp_path):
    (tmp_path / "noroshi.toml").write_text('[flows]\nsubscribers = ["192.0.2.0/24"]\n')
    places = Places(Home(tmp_path).create())
    assert places.of_addresses(["192.0.2.1"]) == places.of_addresses(["192.0.2.1"])
    assert places.of_addresses(["192.0.2.1"]) != places.of_addresses(["192.0.2.2"])


def test_what_meets_listed_servers_comes_first():
    devices = [
        one_device("a", "alpha", severity="critical"),
        one_device("b", "alpha", severity="low", servers=1),
        one_device("c", "alpha", severity="medium"),
    ]
    assert [one.id for one in ranked(devices)] == ["b", "a", "c"]


def test_a_case_tells_the_state_of_its_device(tmp_path):
    made = OperatorHome(tmp_path / "home")
    made.opened(weak_row(1))
    devices = keep_rows(made.home, weak_row(1), weak_row(2))
    with Store.open(made.home.state) as store:
        states = states_of(made.home, store, devices)
    assert list(states.values()) == ["drawn"]


def test_a_damaged_file_is_told(home):
    assert kept_devices(home) == ()
    write_devices(home, [one_device("a", "alpha")])
    home.devices_file.write_text("{\n")
    with pytest.raises(SourceError, match="iot devices keep"):
        kept_devices(home)
