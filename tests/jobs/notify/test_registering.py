"""Registering: who proves himself is told; who does not is not."""

import pytest

from noroshi.jobs.notify.posting import post_changes
from noroshi.jobs.notify.registering import (
    add_webhook,
    challenge_webhook,
    remove_webhook,
    retry_webhook,
)
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.store import Database
from noroshi.spine.store.webhooks import Webhooks
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator
from noroshi.testing.offices import Clock, make_office, publish
from noroshi.testing.receivers import Receiver, receiving

SECRET = "k" * 32


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        add_operator(opened, "alpha", entitlements=("c2-servers", "devices"))
        yield opened


@pytest.fixture
def office(database):
    return make_office(database, Clock(AT))


@pytest.fixture
def receiver():
    with receiving(Receiver(secret=SECRET, at=AT)) as running:
        yield running


def added(office, receiver, **more):
    return add_webhook(office, receiver.url, operator_id="alpha", secret=SECRET, **more)


def test_a_place_is_told_only_after_it_proved_itself(database, office, receiver):
    webhook = added(office, receiver)
    publish(database, [1], AT)
    assert post_changes(office).made == 0
    assert challenge_webhook(office, webhook.id).standing == "active"
    assert post_changes(office).sent == 1


def test_a_place_with_another_secret_does_not_prove_itself(office, receiver):
    webhook = added(office, receiver)
    receiver.secret = "x" * 32
    with pytest.raises(SourceError, match="answers 401"):
        challenge_webhook(office, webhook.id)
    assert Webhooks(office.database).find(webhook.id).standing == "unconfirmed"


def test_a_place_that_says_yes_to_everything_does_not_prove_itself(office, receiver, monkeypatch):
    webhook = added(office, receiver)
    monkeypatch.setattr(Receiver, "take", lambda *_: (200, b'{"answer": "yes"}'))
    with pytest.raises(SourceError, match="does not prove"):
        challenge_webhook(office, webhook.id)


def test_a_fresh_secret_is_long_and_each_time_another(office, receiver):
    made = {add_webhook(office, receiver.url, operator_id="alpha").secret for _ in range(5)}
    assert len(made) == 5
    assert {len(secret) for secret in made} == {64}


def test_a_place_begins_with_what_comes_or_with_the_whole_list(database, office, receiver):
    publish(database, range(4), AT)
    assert added(office, receiver).sequence == 4
    assert added(office, receiver, whole_list=True).sequence == 0


def test_lists_are_those_that_the_operator_may_read(office, receiver):
    assert added(office, receiver).collections == ("c2-servers", "devices")
    assert added(office, receiver, collections=("devices",)).collections == ("devices",)
    with pytest.raises(InputError, match="may not read routing"):
        added(office, receiver, collections=("routing",))


def test_who_may_read_nothing_registers_nothing(database, office, receiver):
    add_operator(database, "beta", entitlements=())
    for operator, why in (("beta", "any list"), ("nobody", "no operator")):
        with pytest.raises(InputError, match=why):
            add_webhook(office, receiver.url, operator_id=operator)


def test_a_wrong_url_registers_nothing(office):
    with pytest.raises(InputError, match="whole URL"):
        add_webhook(office, "ftp://x.example/", operator_id="alpha")
    assert Webhooks(office.database).all() == []


def test_a_stopped_place_goes_on(database, office, receiver):
    webhook = added(office, receiver)
    challenge_webhook(office, webhook.id)
    publish(database, [1], AT)
    receiver.status = 410
    assert post_changes(office).dead == 1
    receiver.status = 200
    assert retry_webhook(office, webhook.id) == 1
    assert post_changes(office).sent == 1


def test_a_removed_place_is_told_nothing_more(database, office, receiver):
    webhook = added(office, receiver)
    challenge_webhook(office, webhook.id)
    publish(database, [1], AT)
    receiver.status = 500
    post_changes(office)
    assert remove_webhook(office, webhook.id) == 1
    assert post_changes(office).made == 0
    for act in (challenge_webhook, retry_webhook, remove_webhook):
        with pytest.raises(InputError, match="was removed"):
            act(office, webhook.id)
