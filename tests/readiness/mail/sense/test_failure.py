"""Failure reports: what is kept, and that people are not."""

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.sense.failure import read_failure
from noroshi.spine.model import InputError

REPORT = b"""\
From: dmarc@receiver.example
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

words
--b
Content-Type: message/feedback-report

Feedback-Type: auth-failure
Original-Mail-From: <secret.person@mail.isp.example>
Original-Rcpt-To: other.person@receiver.example
Arrival-Date: Tue, 01 Sep 2026 00:00:10 +0000
Source-IP: 192.0.2.1
Delivery-Result: delivered
Auth-Failure: dmarc
Reported-Domain: ISP.example

--b
Content-Type: message/rfc822

Subject: a secret

--b--
"""


def test_the_row_names_no_person():
    key, row = read_failure(message_from_bytes(REPORT))
    assert len(key) == 16
    assert row == (1_788_220_810, "isp.example", "192.0.2.1", "dmarc", "delivered", "mail.isp.example", "")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((b"auth-failure", b"abuse"), "not-an-authentication-failure"),
        ((b"Reported-Domain: ISP.example\n", b""), "no-policy-domain"),
        ((b"message/feedback-report", b"text/plain"), "no-feedback-part"),
    ],
)
def test_other_reports_say_why(change, reason):
    with pytest.raises(InputError, match=reason):
        read_failure(message_from_bytes(REPORT.replace(*change)))


@given(st.binary(max_size=100), st.integers(0, len(REPORT)))
def test_any_octets_are_read_or_refused(octets, at):
    try:
        read_failure(message_from_bytes(REPORT[:at] + octets + REPORT[at:]))
    except InputError as error:
        reason = str(error)
        assert reason
