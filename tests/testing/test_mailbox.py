"""The mail server of the tests keeps what a plain client gives it."""

import smtplib

from noroshi.testing.mailbox import mailbox


def test_what_is_sent_arrives():
    with mailbox() as box, smtplib.SMTP("127.0.0.1", box.port) as client:
        client.sendmail("a@a.example", ["b@b.example"], b"Subject: x\r\n\r\nbody\r\n")
    ((sender, recipients, octets),) = box.arrived
    assert (sender, recipients) == ("a@a.example", ["b@b.example"])
    assert b"body" in octets
