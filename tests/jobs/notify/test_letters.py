"""Letters: one to each address, the same once, none to what is no address."""

import pytest

from noroshi.jobs.notify.letters import Letters, recipients
from noroshi.relay.notify import Letter
from noroshi.spine.model import Channel
from noroshi.spine.store import Database
from noroshi.spine.store.recipients import Address
from noroshi.testing.desks import JOINED_AT as AT
from noroshi.testing.desks import add_operator
from noroshi.testing.offices import Clock, make_office

LETTER = Letter(language="en", subject="news", opening=("Hello.",))


@pytest.fixture
def office(tmp_path):
    with Database.open(tmp_path / "state.db") as opened:
        add_operator(opened, "alpha")
        yield make_office(opened, Clock(AT))


def test_a_letter_is_a_message_in_the_queue_of_mail(office):
    letters = Letters(office, operator_id="alpha")
    letters.write(Address(mail="a@a.example", language="en"), LETTER, "occasion", 1)
    (made,) = letters.made
    assert (made.channel, made.recipient, made.subject) == (Channel.MAIL, "a@a.example", "news")
    assert b"To: a@a.example" in made.body


def test_the_same_occasion_gives_the_same_message(office):
    def made(mail, *occasion):
        letters = Letters(office, operator_id="alpha")
        letters.write(Address(mail=mail, language="en"), LETTER, *occasion)
        return letters.made[0].id

    assert made("a@a.example", 1) == made("a@a.example", 1)
    assert len({made("a@a.example", 1), made("b@a.example", 1), made("a@a.example", 2)}) == 3


def test_what_is_no_address_is_counted(office):
    letters = Letters(office, operator_id="alpha")
    letters.write(Address(mail="a\r\nBcc: b@b.example", language="en"), LETTER, 1)
    assert (letters.made, letters.unmade) == ([], 1)


def test_recipients_speak_the_language_of_the_settings(office):
    assert recipients(office).desk("alpha").addresses[0].language == "ja"
