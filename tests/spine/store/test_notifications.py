"""Notifications: in one hand at a time, in order, never lost. On SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.spine.model import Channel, Delivery, Notification, Webhook
from noroshi.spine.store import Database
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.webhooks import Webhooks
from noroshi.spine.store.work_tables import NotificationRow
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        add_operator(opened, "alpha")
        yield opened


@pytest.fixture
def queue(database):
    return Notifications(database)


@pytest.fixture
def webhooks(database):
    webhooks = Webhooks(database)
    webhooks.add(
        Webhook(
            id="w",
            operator_id="alpha",
            url="https://soc.example/hook",
            secret="s" * 32,
            collections=("c2-servers",),
            sequence=0,
            created_at=AT,
            confirmed_at=AT,
        )
    )
    return webhooks


def mail(name="m", at=AT):
    return Notification(
        id=name,
        channel=Channel.MAIL,
        recipient="desk@alpha.example",
        operator_id="alpha",
        subject="news",
        body=b"\x00body",
        created_at=at,
        next_at=at,
    )


def delivery(name="d", until=3):
    return replace(mail(name), channel=Channel.WEBHOOK, webhook_id="w", sequence=until)


def claim(queue, at=AT, channel=Channel.MAIL, **more):
    return queue.claim(at, LEASE, channel=channel, **more)


def standings(queue):
    return {(one.channel, one.standing): one.count for one in queue.tally()}


def test_the_same_message_is_queued_once(queue):
    assert queue.add([mail("a"), mail("b"), mail("a")]) == 2
    assert queue.add([mail("a"), mail("c")]) == 1
    assert queue.add([]) == 0


def test_messages_are_claimed_oldest_first_and_come_back_whole(queue):
    queue.add([mail("late", AT + MINUTE), mail("early")])
    (first,) = claim(queue, AT + MINUTE)
    assert first == replace(
        mail("early"), standing=Delivery.SENDING, attempts=1, next_at=AT + MINUTE + LEASE
    )
    assert [one.id for one in claim(queue, AT + MINUTE, limit=9)] == ["late"]


def test_what_is_in_one_hand_is_in_no_other(queue):
    queue.add([mail(str(number)) for number in range(20)])
    with ThreadPoolExecutor(4) as pool:
        hands = list(pool.map(lambda _: claim(queue, limit=5), range(8)))
    claimed = [one.id for hand in hands for one in hand]
    assert sorted(claimed) == sorted(str(number) for number in range(20))


def test_a_lease_that_ended_makes_a_message_due_again_and_the_first_hand_is_not_believed(queue):
    queue.add([mail()])
    (first,) = claim(queue)
    assert claim(queue, AT + MINUTE) == []
    (second,) = claim(queue, AT + LEASE)
    assert second.attempts == 2
    assert not queue.sent(first, AT + LEASE)
    assert not queue.failed(first, "late", next_at=AT)
    assert queue.sent(second, AT + LEASE)
    assert claim(queue, AT + 9 * LEASE) == []


def test_a_failed_message_waits_for_its_time(queue):
    queue.add([mail()])
    (first,) = claim(queue)
    assert queue.failed(first, "451 busy", next_at=AT + MINUTE)
    assert claim(queue, AT) == []
    assert [one.error for one in queue.troubled()] == ["451 busy"]
    assert [one.attempts for one in claim(queue, AT + MINUTE)] == [2]


def test_a_delivery_moves_its_webhook_on_when_it_arrives(queue, webhooks):
    assert queue.add_delivery(delivery(until=3), after=0)
    (claimed,) = claim(queue, channel=Channel.WEBHOOK, webhook_id="w")
    assert webhooks.find("w").sequence == 0
    assert queue.sent(claimed, AT)
    assert webhooks.find("w").sequence == 3


def test_a_webhook_has_one_unfinished_delivery(queue, webhooks):
    assert queue.add_delivery(delivery("first"), after=0)
    assert queue.has_unfinished("w")
    assert not queue.add_delivery(delivery("second", until=4), after=0)


def test_a_delivery_from_a_stale_place_is_not_queued(queue, webhooks):
    assert not queue.add_delivery(delivery(), after=7)
    webhooks.remove("w", AT)
    assert not queue.add_delivery(delivery(), after=0)
    assert not queue.has_unfinished("w")


def test_a_delivery_that_is_given_up_stops_its_webhook_until_it_is_revived(queue, webhooks):
    queue.add_delivery(delivery(), after=0)
    (claimed,) = claim(queue, channel=Channel.WEBHOOK)
    assert queue.bury(claimed, "410", AT)
    assert webhooks.find("w").standing == "stopped"
    assert standings(queue) == {(Channel.WEBHOOK, Delivery.DEAD): 1}
    assert claim(queue, AT + 9 * LEASE, channel=Channel.WEBHOOK) == []
    assert queue.revive("w", AT + LEASE) == 1
    assert webhooks.find("w").standing == "active"
    (again,) = claim(queue, AT + LEASE, channel=Channel.WEBHOOK)
    assert (again.id, again.attempts) == ("d", 1)


def test_a_mail_that_is_given_up_stops_nothing(queue):
    queue.add([mail()])
    (claimed,) = claim(queue)
    assert queue.bury(claimed, "550 unknown", AT)
    assert standings(queue) == {(Channel.MAIL, Delivery.DEAD): 1}


def test_what_was_sent_long_ago_is_forgotten(queue):
    queue.add([mail("old"), mail("new"), mail("unsent")])
    for days in (0, 2):
        (claimed,) = claim(queue, AT + timedelta(days=days))
        queue.sent(claimed, AT + timedelta(days=days))
    assert queue.forget(AT + timedelta(days=1)) == 1
    assert standings(queue) == {
        (Channel.MAIL, Delivery.SENT): 1,
        (Channel.MAIL, Delivery.WAITING): 1,
    }


def test_a_delivery_that_arrived_takes_no_room(database, queue, webhooks):
    queue.add_delivery(delivery(), after=0)
    (claimed,) = claim(queue, channel=Channel.WEBHOOK)
    queue.sent(claimed, AT)
    with database.reading() as session:
        assert session.get(NotificationRow, "d").body == b""


def test_a_removed_webhook_leaves_no_delivery(queue, webhooks):
    queue.add_delivery(delivery(), after=0)
    assert queue.drop_of("w") == 1
    assert queue.tally() == []
