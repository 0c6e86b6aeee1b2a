"""Mailing: digests in their time, one reminder a date, mail that arrives or waits."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from noroshi.jobs.notify.mailing import REMINDER, send_mail, write_digests, write_reminders
from noroshi.jobs.notify.office import Notified
from noroshi.spine.home import Settings
from noroshi.spine.model import (
    Case,
    CaseStanding,
    CaseVerb,
    Delivery,
    MailTls,
    Standing,
    Subject,
    Text,
)
from noroshi.spine.net.mail import MailServer
from noroshi.spine.store import Database
from noroshi.spine.store.cases import Cases, Step
from noroshi.spine.store.notifications import Notifications
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_account, add_operator
from noroshi.testing.mailbox import mailbox
from noroshi.testing.offices import Clock, make_office, publish


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        add_operator(opened, "alpha")
        add_account(opened, "hanako", language="en")
        yield opened


@pytest.fixture
def clock():
    return Clock(AT)


@pytest.fixture
def box():
    with mailbox() as running:
        yield running


@pytest.fixture
def office(database, clock, box):
    server = MailServer(host="127.0.0.1", port=box.port, tls=MailTls.NONE, timeout_s=10)
    settings = Settings(notify={"attempts": 2}, mail={"sender": "Hub <hub@hub.example>"})
    return make_office(database, clock, settings=settings, mail=server)


def letters(box):
    return {
        recipients[0]: message_from_bytes(octets, policy=default)
        for _, recipients, octets in box.arrived
    }


def text(message):
    return message.get_body(("plain",)).get_content()


def standings(database):
    return {one.standing: one.count for one in Notifications(database).tally()}


def test_a_digest_tells_each_reader_in_his_language_what_happened(database, office, clock, box):
    publish(database, [1, 2, 3], AT)
    assert write_digests(office) == Notified()  # the first stretch begins here
    publish(database, [4, 5], AT)
    why = Text(ja="誤りの報告", en="Reported wrong.")
    publish(database, [1], AT, standing=Standing.WITHDRAWN, reason=why)
    clock.go(hours=23)
    assert write_digests(office) == Notified()
    clock.go(hours=1)
    assert write_digests(office) == Notified(made=2)
    assert send_mail(office) == Notified(sent=2)
    told = letters(box)
    assert told["desk@alpha.example"]["Subject"] == "［Hub］共有リストの変更：追加 2、取り消し 1"
    assert "Reported wrong." in text(told["hanako@alpha.example"])
    assert "192[.]0[.]2[.]4" in text(told["hanako@alpha.example"])
    assert write_digests(office) == Notified()


def test_where_nothing_changed_nobody_is_told(database, office, clock):
    write_digests(office)
    clock.go(days=2)
    assert write_digests(office) == Notified()


def test_a_list_that_an_operator_may_not_read_is_not_in_its_digest(database, office, clock):
    add_operator(database, "beta", contacts=("desk@beta.example",), entitlements=("devices",))
    write_digests(office)
    publish(database, [1], AT)
    clock.go(days=1)
    assert write_digests(office) == Notified(made=2)  # alpha's two


def test_without_mail_or_period_no_digest_is_written(database, office, clock):
    write_digests(office)
    publish(database, [1], AT)
    clock.go(days=1)
    off = Settings(notify={"digest_hours": 0})
    assert write_digests(replace(office, settings=off)) == Notified()
    assert write_digests(replace(office, mail=None)) == Notified()
    assert write_digests(office).made == 2


def test_an_address_that_is_none_is_counted_and_the_others_are_told(database, office, clock):
    add_operator(database, "beta", contacts=("no address", "desk@beta.example"))
    write_digests(office)
    publish(database, [1], AT)
    clock.go(days=1)
    assert write_digests(office) == Notified(made=3, unmade=1)


def open_case(database, **more):
    case = Case(
        id="c",
        number=0,
        title="c2-irc 192.0.2.1",
        kind="c2-server",
        subject=Subject.ip("192.0.2.1"),
        operator_id="alpha",
        standing=CaseStanding.OPEN,
        opened_at=AT,
    )
    return Cases(database).open(replace(case, **more), "user:x")


def test_an_overdue_case_makes_one_reminder(database, office, clock, box):
    case = open_case(database, due_at=AT)
    assert write_reminders(office) == Notified(made=2)
    assert write_reminders(office) == Notified()
    clock.go(days=9)
    assert write_reminders(office) == Notified()
    assert [one.case_id for one in Notifications(database).of_case(case.id)] == ["c", "c"]
    last = Cases(database).events(case.id)[-1]
    assert (last.verb, last.by) == (CaseVerb.REMINDED, REMINDER)
    assert send_mail(office).sent == 2
    assert "Case 1 was due" in text(letters(box)["hanako@alpha.example"])


def test_who_works_on_a_case_is_reminded_alone(database, office, clock):
    case = open_case(database, due_at=AT)
    Cases(database).act(
        case.number,
        Step(verb=CaseVerb.ASSIGNED, by="user:x", at=AT, account_id="account-hanako"),
    )
    assert write_reminders(office) == Notified(made=1)


def test_a_case_that_nobody_can_be_reminded_of_stays_due_for_it(database, office):
    add_operator(database, "silent", contacts=())
    open_case(database, operator_id="silent", due_at=AT)
    assert write_reminders(office) == Notified()
    assert len(Cases(database).unreminded(AT)) == 1


def test_a_case_in_time_makes_no_reminder(database, office, clock):
    open_case(database, due_at=AT.replace(year=2027))
    assert write_reminders(office) == Notified()


def test_a_recipient_refused_for_good_is_given_up_and_the_others_arrive(database, office, box):
    open_case(database, due_at=AT)
    write_reminders(office)
    box.refuse = {"desk@alpha.example": "550 unknown"}
    assert send_mail(office) == Notified(sent=1, dead=1)
    assert standings(database) == {Delivery.SENT: 1, Delivery.DEAD: 1}


def test_a_server_that_is_unwell_is_tried_again_and_then_not(database, office, clock, box):
    open_case(database, due_at=AT)
    write_reminders(office)
    box.answer = "451 busy"
    assert send_mail(office) == Notified(failed=2)
    assert send_mail(office) == Notified()
    clock.go(hours=1)
    assert send_mail(office) == Notified(dead=2)
    assert {one.error for one in Notifications(database).troubled()} == {
        "the mail server answers 451 busy"
    }


def test_a_server_that_is_not_there_makes_all_wait(database, office, clock):
    open_case(database, due_at=AT)
    write_reminders(office)
    nowhere = replace(office.mail, port=1)
    assert send_mail(replace(office, mail=nowhere)) == Notified(failed=2)
    clock.go(hours=1)
    assert send_mail(office) == Notified(sent=2)


def test_without_a_server_mail_waits(database, office, clock):
    open_case(database, due_at=AT)
    write_reminders(office)
    assert send_mail(replace(office, mail=None)) == Notified()
    assert standings(database) == {Delivery.WAITING: 2}
