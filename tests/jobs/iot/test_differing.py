"""Differing: a whole round and a re-survey, asked, recorded and held against each other."""

from ipaddress import ip_address

import pytest

from noroshi.cli.iot.diff import WORDS
from noroshi.iot.evaluate.survey_diff import Change
from noroshi.jobs.iot.differing import diff_of
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import RESURVEY, ROUND, Survey, Wish, asked, asked_addresses
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.store import Store
from noroshi.testing.command import rows, run
from noroshi.testing.surveys import NOON, Devices, signed_scope


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def devices():
    with Devices() as made:
        yield made


@pytest.fixture
def path(home, devices):
    return signed_scope(home, devices)


def survey(home, path, name, only=None):
    work = Survey(home, Wish(scope=path, engine="connect", round=name, only=only))
    return list(work.run())[-1]


def number(address):
    return int.from_bytes(map(int, address.split(".")))


def test_a_resurvey_asks_the_chosen_address_alone(home, path, devices):
    first, second = devices.alive
    survey(home, path, "again", (number(first), number("192.0.2.1")))
    scope = scope_at(path)
    assert asked_addresses(home, scope, "again") == [first]
    assert len(asked(home, scope, "again", first)) == 5
    assert asked(home, scope, "again", second) == []


def test_who_opted_out_since_is_not_asked_again(home, path, devices):
    with Store.open(home.create().state) as store:
        opt_out(store, devices.alive[0], by="user:a", note="", at=NOON)
    done = survey(home, path, "again", tuple(map(number, devices.alive)))
    assert asked_addresses(home, scope_at(path), "again") == devices.alive[1:]
    assert done.skipped == {"opted-out": 5}


def test_a_resurvey_goes_on_with_its_own_addresses(home, path, devices):
    first, second = map(number, devices.alive)
    survey(home, path, "again", (first,))
    with pytest.raises(ConfigError, match="other addresses"):
        survey(home, path, "again", (second,))
    assert survey(home, path, "again").targets == 5
    (chosen,) = home.surveys.glob("*/again/chosen.txt")
    chosen.write_text("192.0.2.1\n")
    with pytest.raises(InputError, match="was changed"):
        survey(home, path, "again")


def test_rounds_are_recorded_once_and_resurveys_apart(home, path, devices):
    for _ in range(2):
        survey(home, path, "1")
    survey(home, path, "again", (number(devices.alive[0]),))
    with Store.open(home.state) as store:
        (whole,), (part,) = store.runs(job=ROUND), store.runs(job=RESURVEY)
    assert (whole.counts["addresses"], whole.counts["allowed"]) == (16, 16)
    assert (part.counts["addresses"], part.counts["answered"]) == (1, 5)


def test_what_was_not_asked_again_is_not_called_gone(home, path, devices):
    survey(home, path, "1")
    survey(home, path, "again", (number(devices.alive[0]),))
    found = diff_of(home, scope_at(path), "1", "again")
    counts = {change: sum(1 for _ in services) for change, services in found.items()}
    assert counts == {
        Change.NEW: 0, Change.GONE: 0, Change.CHANGED: 0, Change.SAME: 5, Change.UNASKED: 5,
    }  # fmt: skip


def test_rounds_over_different_lists_of_ipv6_are_compared_by_address(home):
    with Devices(v6=True) as devices:
        path = signed_scope(home, devices, sources=["::1"])
        survey(home, path, "1", tuple(map(ip_address, ("::1", "2001:db8::7"))))
        survey(home, path, "2", tuple(map(ip_address, ("::", "::1"))))
        survey(home, path, "3", (ip_address("2001:db8::7"),))
    found = diff_of(home, scope_at(path), "1", "2")
    assert {one.address for one in found[Change.SAME]} == {"::1"}
    assert [*found[Change.NEW], *found[Change.GONE], *found[Change.UNASKED]] == []
    found = diff_of(home, scope_at(path), "1", "3")
    assert {one.address for one in found[Change.UNASKED]} == {"::1"}
    assert [*found[Change.NEW], *found[Change.GONE]] == []


def test_the_command_tells_people_and_machines(home, path, devices):
    survey(home, path, "1")
    survey(home, path, "2")
    assert rows(home.path, "iot", "diff", str(path), "1", "2") == []
    assert len(rows(home.path, "iot", "diff", str(path), "1", "2", "--all")) == 10
    assert WORDS[Change.SAME] in run(home.path, "iot", "diff", str(path), "1", "2").stdout
    told = rows(home.path, "iot", "survey", "asked", str(path), "--round", "2")
    assert len(told) == 16
    assert devices.alive[0] in run(home.path, "iot", "survey", "asked", str(path)).stdout


def test_a_round_that_is_not_there_is_refused(home, path):
    with pytest.raises(ConfigError, match="no round"):
        diff_of(home, scope_at(path), "1", "2")
