"""Self-checking: the own address, inside a signed scope, and nothing kept of what was seen."""

from datetime import UTC, datetime

import pytest

from noroshi.iot.survey.results import parts
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.self_checking import check_address, covers
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.testing.surveys import Devices, signed_scope


@pytest.fixture
def devices():
    with Devices() as made:
        yield made


@pytest.fixture
def home(tmp_path, devices, monkeypatch):
    made = Home(tmp_path / "home")
    signed_scope(made, devices)
    monkeypatch.setenv("NOROSHI__IOT__CHECK_SCOPE", "round.scope.json")
    return made


@pytest.fixture
def store(home):
    with Store.open(home.state) as opened:
        yield opened


def check(home, store, address):
    return check_address(home, store, address, at=datetime.now(UTC))


def test_a_visitor_sees_what_answers_and_only_the_own_address_is_asked(home, store, devices):
    own, neighbour = devices.alive
    done = check(home, store, own)
    assert done.probes == 5
    assert {one.port for one in done.seen} == {"TCP 2121", "TCP 2222", "TCP 2323", "TCP 8080", "UDP 5683"}  # fmt: skip
    assert done.steps
    assert len(devices.heard[5683]) == 1
    assert neighbour != own


def test_nothing_of_the_answers_stays_and_no_figure_counts_it(home, store, devices):
    check(home, store, devices.alive[0])
    (run,) = home.surveys.glob("*/self-*")
    assert parts(run) == []
    assert list(run.glob("book-*.jsonl"))
    assert store.runs() == []
    assert "survey.check" in home.audit_file.read_text()


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "nobody"])
def test_an_address_outside_the_scope_is_refused(home, store, address):
    assert not covers(home, store, address)
    with pytest.raises(ConfigError, match="outside"):
        check(home, store, address)


def test_who_opted_out_is_not_looked_at(home, store, devices):
    opt_out(store, devices.alive[0], by="self", note="", at=datetime.now(UTC))
    with pytest.raises(ConfigError, match="outside"):
        check(home, store, devices.alive[0])
    assert not devices.heard[8080]


def test_without_a_scope_it_is_off(tmp_path):
    made = Home(tmp_path / "other").create()
    with Store.open(made.state) as opened:
        assert not covers(made, opened, "127.0.0.1")
