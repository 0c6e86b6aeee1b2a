"""Surveying: devices on loopback, from the signed scope to the answer of who was asked."""

import json
from collections import Counter
from ipaddress import ip_address, ip_network

import pytest

from noroshi.iot.survey import runner
from noroshi.iot.survey.dealer import Dealer
from noroshi.iot.survey.results import read_results
from noroshi.jobs.iot.opting_out import opt_out
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.survey_place import scope_at
from noroshi.jobs.iot.surveying import Survey, Wish, asked, asked_addresses, statuses, stop
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.store import Store
from noroshi.testing.surveys import NOON, Devices, signed_scope


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def devices():
    with Devices() as made:
        yield made


def survey(home, path, **wish):
    return Survey(home, Wish(scope=path, engine="connect", **wish))


def last(progresses):
    return list(progresses)[-1]


def test_a_round_finds_what_answers_and_says_nothing_but_the_catalogue(home, devices):
    path = signed_scope(home, devices)
    work = survey(home, path)
    progress = last(work.run())
    assert (progress.reason, progress.targets, progress.settled, progress.sent) == (
        "complete", 80, 80, 80,
    )  # fmt: skip
    rows = read_results(work.place.run).to_pylist()
    told = Counter((row["probe"], row["state"], row["message"]) for row in rows)
    assert told == {
        (probe, "answered", 0): 2 for probe in ("ftp", "ssh", "telnet", "http", "coap")
    } | {("http", "answered", 1): 2}
    assert devices.heard[2121] == devices.heard[2222] == []
    assert set(devices.heard[2323]) == {b"\xff\xfc\x18"}
    asked_for = {octets.split(b" HTTP")[0] for octets in devices.heard[8080] if octets}
    assert asked_for == {b"GET /", b"GET /favicon.ico"}
    assert all(b"+https://survey.example/why" in octets for octets in devices.heard[8080] if octets)
    assert [status.reason for status in statuses(home, scope_at(path), "1")] == ["complete"]


@pytest.fixture
def v6_devices():
    with Devices(v6=True) as made:
        yield made


def test_a_list_of_ipv6_is_surveyed_inside_its_scope_and_audited(home, v6_devices):
    path = signed_scope(home, v6_devices, sources=["::1"])
    listed = tuple(map(ip_address, ("::1", "2001:db8::7")))
    work = survey(home, path, only=listed)
    progress = last(work.run())
    assert (progress.reason, progress.targets, progress.sent) == ("complete", 10, 5)
    assert progress.skipped == {"outside": 5}
    rows = list(answer_rows(work.place.run, contact="https://survey.example/why", listing=work.targets.listing))  # fmt: skip
    assert {row["address"] for row in rows} == {"::1"}
    assert {row["id"] for row in rows} >= {"[::1]:8080", "[::1]:5683"}
    assert {row["protocol"] for row in rows} == {"ftp", "ssh", "telnet", "http", "coap"}
    assert any(b"Host: [::1]" in octets for octets in v6_devices.heard[8080])
    scope = scope_at(path)
    found = asked(home, scope, "1", "::1")
    assert sorted(one.slot.port for one in found) == [2121, 2222, 2323, 5683, 8080]
    assert asked(home, scope, "1", "2001:db8::7") == asked(home, scope, "1", "2001:db8::8") == []
    assert asked_addresses(home, scope, "1") == ["::1"]


def test_an_ipv6_holder_who_opted_out_is_not_asked(home, v6_devices):
    path = signed_scope(home, v6_devices, sources=["::1"])
    with Store.open(home.create().state) as store:
        opt_out(store, "::1", by="user:a", note="", at=NOON)
    progress = last(survey(home, path, only=(ip_address("::1"),)).run())
    assert (progress.sent, progress.skipped) == (0, {"opted-out": 5})
    assert v6_devices.heard[8080] == []


def test_ipv6_without_a_list_and_lists_for_the_wrong_engine_are_refused(home, v6_devices):
    path = signed_scope(home, v6_devices, sources=["::1"])
    with pytest.raises(ConfigError, match="--only"):
        survey(home, path)
    only = (ip_address("::1"),)
    with pytest.raises(ConfigError, match="raw engine asks IPv4"):
        Survey(home, Wish(scope=path, engine="raw", only=only))


def test_a_source_of_the_other_family_is_refused(home, devices):
    path = signed_scope(home, devices, sources=["::1", "127.0.0.1"])
    with pytest.raises(ConfigError, match="asks IPv4, and not from ::1"):
        survey(home, path, source="::1")


def test_answers_are_rows_that_identification_reads(home, devices):
    work = survey(home, signed_scope(home, devices))
    last(work.run())
    rows = list(answer_rows(work.place.run, contact="https://survey.example/why"))
    told = Counter(row["protocol"] for row in rows)
    assert told == dict.fromkeys(("ftp", "ssh", "telnet", "http", "coap"), 2)
    assert all(("favicon" in row) == (row["protocol"] == "http") for row in rows)
    assert {row["address"] for row in rows} == set(devices.alive)
    assert {row["transport"] for row in rows if row["protocol"] == "coap"} == {"udp"}
    assert {row["banner"] for row in rows if row["protocol"] == "telnet"} == {"login: "}


def test_who_was_asked_is_answered_exactly(home, devices):
    path = signed_scope(home, devices)
    with Store.open(home.create().state) as store:
        opt_out(store, devices.alive[0], by="user:a", note="", at=NOON)
    last(survey(home, path).run())
    scope = scope_at(path)
    for address in map(str, ip_network(devices.prefix)):
        found = asked(home, scope, "1", address)
        if address == devices.alive[0]:
            assert found == []
            continue
        assert sorted(one.slot.port for one in found) == [2121, 2222, 2323, 5683, 8080]
        assert all(one.certain and one.began <= one.ended for one in found)
    assert asked(home, scope, "1", "127.0.0.1") == []


def test_a_killed_run_repeats_one_chunk_and_the_book_says_that_it_may_have_asked(
    home, devices, monkeypatch
):
    path = signed_scope(home, devices)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "write_part", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            last(survey(home, path).run())
    scope = scope_at(path)
    uncertain = asked(home, scope, "1", devices.alive[0])
    assert [(one.certain, one.ended) for one in uncertain] == [(False, None)] * 5
    progress = last(survey(home, path).run())
    assert (progress.reason, progress.sent) == ("complete", 80)
    assert [one.certain for one in asked(home, scope, "1", devices.alive[0])].count(True) == 5
    again = last(survey(home, path).run())
    assert (again.sent, again.settled) == (0, 80)


def test_a_stopped_round_goes_on_where_it_was(home, devices, monkeypatch):
    path = signed_scope(home, devices)
    work = survey(home, path)
    plain = Dealer.note_sent

    def note_and_interrupt(self, admitted, going):
        plain(self, admitted, going)
        work.interrupt()

    with monkeypatch.context() as patch:
        patch.setattr(Dealer, "note_sent", note_and_interrupt)
        first = last(work.run())
    assert first.reason == "interrupted"
    assert 0 < first.sent < 80
    second = last(survey(home, path).run())
    assert second.reason == "complete"
    assert first.sent + second.sent == 80
    rows = read_results(work.place.run).to_pylist()
    places = Counter(
        (r["address"], r["port"], r["message"]) for r in rows if r["state"] == "answered"
    )
    assert set(places.values()) == {1}
    assert len({place[:2] for place in places}) == 10


def test_a_stop_holds_until_its_file_is_removed(home, devices):
    path = signed_scope(home, devices)
    work = survey(home, path)
    file = stop(home, scope_at(path), "1")
    with pytest.raises(ConfigError, match="was stopped"):
        last(work.run())
    file.unlink()
    assert last(work.run()).reason == "complete"


def test_shards_of_one_round_share_its_targets(home, devices):
    path = signed_scope(home, devices, prefixes=[devices.prefix])
    sent = [last(survey(home, path, shard=f"{number}/2").run()).sent for number in (1, 2)]
    assert sum(sent) == 80


def test_a_changed_or_cut_book_is_refused(home, devices):
    path = signed_scope(home, devices)
    work = survey(home, path)
    last(work.run())
    book = work.place.book_file(work.shard)
    whole = book.read_bytes()
    book.write_bytes(whole.splitlines(keepends=True)[0])
    with pytest.raises(ConfigError, match="was cut"):
        last(survey(home, path).run())
    book.write_bytes(whole.replace(b'"sent":"80"', b'"sent":"79"'))
    with pytest.raises(InputError, match="changed or damaged"):
        asked(home, scope_at(path), "1", devices.alive[0])


def test_an_untrusted_or_changed_scope_asks_nobody(home, devices):
    path = signed_scope(home, devices)
    changed = json.loads(path.read_bytes())
    changed["retention_days"] = 91
    path.write_bytes(json.dumps(changed, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    with pytest.raises(ConfigError, match="other-scope"):
        survey(home, path)
    for key in home.authorities.glob("*.pub"):
        key.unlink()
    with pytest.raises(ConfigError, match="no authority"):
        survey(home, path)
    assert all(not octets for octets in devices.heard.values())


def test_a_round_that_is_not_there_is_said(home, devices):
    scope = scope_at(signed_scope(home, devices))
    for ask in (lambda: stop(home, scope, "9"), lambda: asked(home, scope, "9", "127.0.0.1")):
        with pytest.raises(ConfigError, match="no round 9"):
            ask()
