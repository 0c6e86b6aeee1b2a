"""Posting: deltas arrive signed, in order and once, or wait, or stop loudly."""

from datetime import timedelta

import pytest

from noroshi.jobs.notify.office import Notified
from noroshi.jobs.notify.posting import post_changes
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    Channel,
    Delivery,
    Standing,
    Text,
    Tlp,
    Webhook,
)
from noroshi.spine.net.destination import Destinations
from noroshi.spine.store import Database
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.webhooks import Webhooks
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator
from noroshi.testing.offices import Clock, make_office, publish
from noroshi.testing.receivers import Receiver, receiving

SECRET = "k" * 32


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        add_operator(opened, "alpha")
        yield opened


@pytest.fixture
def clock():
    return Clock(AT)


@pytest.fixture
def receiver():
    with receiving(Receiver(secret=SECRET, at=AT)) as running:
        yield running


@pytest.fixture
def office(database, clock):
    return make_office(database, clock, settings=Settings(notify={"batch": 10, "attempts": 3}))


def register(database, url, name="w", operator_id="alpha", **more):
    told = {"collections": ("c2-servers", "devices"), "sequence": 0, "confirmed_at": AT}
    Webhooks(database).add(
        Webhook(
            id=name,
            operator_id=operator_id,
            url=url,
            secret=SECRET,
            created_at=AT,
            **told | more,
        )
    )


def told_numbers(receiver):
    return [change["sequence"] for told in receiver.told for change in told["changes"]]


def test_nothing_to_tell_tells_nothing(database, office, receiver):
    assert post_changes(office) == Notified()
    register(database, receiver.url)
    assert post_changes(office) == Notified()
    assert receiver.attempts == 0


def test_a_long_delta_arrives_in_order_in_one_pass(database, office, receiver):
    register(database, receiver.url)
    publish(database, range(35), AT)
    assert post_changes(office) == Notified(made=4, sent=4)
    assert told_numbers(receiver) == list(range(1, 36))
    assert [told["more"] for told in receiver.told] == [True, True, True, False]
    assert [told["after"] for told in receiver.told] == [0, 10, 20, 30]
    assert receiver.refused == []
    assert post_changes(office) == Notified()


def test_a_withdrawal_follows_as_a_tombstone_with_its_reason(database, office, receiver):
    register(database, receiver.url)
    publish(database, [1, 2], AT)
    post_changes(office)
    why = Text(ja="誤りの報告", en="Reported wrong.")
    publish(database, [1], AT, standing=Standing.WITHDRAWN, reason=why)
    post_changes(office)
    (change,) = receiver.told[-1]["changes"]
    assert (change["remove"], change["standing"]) == (True, "withdrawn")
    assert change["reason"] == {"ja": "誤りの報告", "en": "Reported wrong."}


def test_only_the_latest_version_of_an_entry_is_told(database, office, receiver):
    register(database, receiver.url)
    publish(database, [1], AT)
    publish(database, [1], AT, standing=Standing.SUSPENDED)
    post_changes(office)
    assert told_numbers(receiver) == [2]


def test_a_failure_waits_for_its_pause_and_goes_on_where_it_was(database, office, receiver, clock):
    register(database, receiver.url)
    publish(database, [1], AT)
    receiver.status = 503
    assert post_changes(office) == Notified(made=1, failed=1)
    receiver.status = 200
    publish(database, [2], AT)
    assert post_changes(office) == Notified()
    clock.go(seconds=5)
    receiver.at = clock.at
    assert post_changes(office) == Notified(made=1, sent=2)
    assert told_numbers(receiver) == [1, 2]


def test_each_attempt_is_signed_anew(database, office, receiver, clock):
    register(database, receiver.url)
    publish(database, [1], AT)
    receiver.status = 500
    post_changes(office)
    clock.go(hours=1)
    receiver.at, receiver.status = clock.at, 200
    assert post_changes(office).sent == 1
    assert receiver.refused == []


def test_a_dead_letter_stops_the_webhook_and_tells_the_desk(database, office, receiver, clock):
    register(database, receiver.url)
    publish(database, [1], AT)
    receiver.status = 500
    done = Notified()
    for _ in range(5):
        done += post_changes(office)
        clock.go(hours=1)
        receiver.at = clock.at
    assert done == Notified(made=2, failed=2, dead=1)
    assert Webhooks(database).find("w").standing == "stopped"
    (letter,) = Notifications(database).claim(clock(), timedelta(1), channel=Channel.MAIL)
    assert letter.recipient == "desk@alpha.example"
    receiver.status = 200
    Notifications(database).revive("w", clock())
    assert post_changes(office) == Notified(sent=1)
    assert told_numbers(receiver) == [1]


def test_a_place_that_is_gone_stops_at_once(database, office, receiver):
    register(database, receiver.url)
    publish(database, [1], AT)
    receiver.status = 410
    assert post_changes(office).dead == 1
    assert receiver.attempts == 1


def test_a_silent_webhook_holds_up_no_other(database, office, receiver):
    register(database, "http://127.0.0.1:1/", "dead")
    register(database, receiver.url, "live")
    publish(database, [1], AT)
    assert post_changes(office) == Notified(made=2, sent=1, failed=1)
    assert told_numbers(receiver) == [1]


def test_a_webhook_that_cannot_be_served_at_all_holds_up_no_other(
    database, office, receiver, monkeypatch
):
    register(database, "http://127.0.0.1:1/", "broken")
    register(database, receiver.url, "live")
    publish(database, [1], AT)
    post = type(office.outbound).post

    def broken(self, url, headers, body):
        if ":1/" in url:
            raise RuntimeError("a fault of our own")
        return post(self, url, headers, body)

    monkeypatch.setattr(type(office.outbound), "post", broken)
    assert post_changes(office).sent == 1
    assert told_numbers(receiver) == [1]


def test_lists_that_the_operator_may_not_read_are_not_told(database, office, receiver):
    add_operator(database, "beta", entitlements=("devices",))
    add_operator(database, "gone", left_at=AT)
    register(database, receiver.url, "beta", "beta")
    register(database, receiver.url, "gone", "gone")
    publish(database, [1], AT)
    assert post_changes(office) == Notified()


def test_red_entries_are_not_told_and_hold_up_nothing(database, office, receiver):
    register(database, receiver.url)
    publish(database, range(10), AT, tlp=Tlp.RED)
    publish(database, [99], AT)
    assert post_changes(office) == Notified(made=2, sent=2)
    assert told_numbers(receiver) == [11]


def test_two_processes_tell_once(database, office, receiver, monkeypatch):
    register(database, receiver.url)
    publish(database, [1], AT)
    held = []
    take = Receiver.take

    def slow(self, headers, body):
        held.append(post_changes(office))  # another pass, while this one is under way
        return take(self, headers, body)

    monkeypatch.setattr(Receiver, "take", slow)
    assert post_changes(office) == Notified(made=1, sent=1)
    assert held == [Notified()]
    assert told_numbers(receiver) == [1]


def test_what_the_tables_keep_is_what_was_told(database, office, receiver):
    register(database, receiver.url)
    publish(database, range(35), AT)
    post_changes(office)
    (tally,) = Notifications(database).tally()
    assert (tally.standing, tally.count) == (Delivery.SENT, 4)
    assert Webhooks(database).find("w").sequence == 35


@pytest.mark.parametrize(
    "inside",
    [
        "10.0.0.7",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
    ],
)
def test_a_name_that_leads_inside_is_told_nothing(database, clock, receiver, inside):
    destinations = Destinations(resolve=lambda host: [inside])
    office = make_office(database, clock, destinations=destinations)
    register(database, f"http://hook.example:{receiver.port}/hook")
    publish(database, [1], AT)
    assert post_changes(office).failed == 1
    (trouble,) = Notifications(database).troubled()
    assert "no global address" in trouble.error
    assert receiver.attempts == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_anywhere(database, office, receiver, status):
    register(database, receiver.url)
    publish(database, [1], AT)
    receiver.status = status
    assert post_changes(office).failed == 1
    assert receiver.attempts == 1
