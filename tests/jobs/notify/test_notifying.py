"""Notifying: one pass tells everybody. On SQLite and PostgreSQL."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from noroshi.jobs.notify.notifying import notify, notify_job
from noroshi.jobs.notify.office import Notified
from noroshi.jobs.notify.registering import add_webhook, challenge_webhook
from noroshi.spine.home import Home
from noroshi.spine.model import MailTls, Standing, Text
from noroshi.spine.net.mail import MailServer
from noroshi.spine.store import Database, Store
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator
from noroshi.testing.mailbox import mailbox
from noroshi.testing.offices import Clock, make_office, publish
from noroshi.testing.receivers import Receiver, receiving


@pytest.fixture
def database(database_place):
    with Database.open(database_place) as opened:
        yield opened


def test_a_false_positive_is_taken_back_at_ten_operators_in_one_pass(database):
    office = make_office(database, Clock(AT))
    with ExitStack() as stack:
        receivers = []
        for number in range(10):
            name = f"operator-{number}"
            add_operator(database, name)
            receiver = stack.enter_context(receiving(Receiver(secret=f"{number}" * 32, at=AT)))
            webhook = add_webhook(office, receiver.url, operator_id=name, secret=receiver.secret)
            challenge_webhook(office, webhook.id)
            receivers.append(receiver)
        publish(database, range(50), AT)
        assert notify(office) == Notified(made=10, sent=10)

        why = Text(ja="誤りの報告がありました。", en="Reported wrong.")
        (gone,) = publish(database, [7], AT, standing=Standing.WITHDRAWN, reason=why)
        assert notify(office) == Notified(made=10, sent=10)

    for receiver in receivers:
        (change,) = receiver.told[-1]["changes"]
        assert (change["id"], change["remove"]) == (gone.indicator.id, True)
        assert change["reason"]["en"] == "Reported wrong."
        assert receiver.refused == []


def test_a_pass_makes_and_sends_by_every_channel(database):
    clock = Clock(AT)
    add_operator(database, "alpha")
    with mailbox() as box, receiving(Receiver(secret="k" * 32, at=AT)) as receiver:
        mail = MailServer(host="127.0.0.1", port=box.port, tls=MailTls.NONE, timeout_s=10)
        office = make_office(database, clock, mail=mail)
        webhook = add_webhook(office, receiver.url, operator_id="alpha", secret="k" * 32)
        challenge_webhook(office, webhook.id)
        assert notify(office) == Notified()
        publish(database, [1], AT)
        clock.go(days=1)
        receiver.at = clock.at
        assert notify(office) == Notified(made=2, sent=2)
    assert (len(receiver.told), len(box.arrived)) == (1, 1)


def test_old_messages_are_forgotten(database):
    clock = Clock(AT)
    add_operator(database, "alpha")
    with receiving(Receiver(secret="k" * 32, at=AT)) as receiver:
        office = make_office(database, clock)
        webhook = add_webhook(office, receiver.url, operator_id="alpha", secret="k" * 32)
        challenge_webhook(office, webhook.id)
        publish(database, [1], AT)
        notify(office)
    clock.at += timedelta(days=91)
    assert notify(office) == Notified(forgotten=1)


def test_the_clock_s_work_tells_what_it_counted(tmp_path):
    home = Home(tmp_path).create()
    with Store.open(home.state) as store:
        assert not any(notify_job(home, store, AT).values())
