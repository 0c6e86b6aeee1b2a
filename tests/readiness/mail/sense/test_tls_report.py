"""TLS reports."""

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.sense import tls_report
from noroshi.readiness.mail.sense.tls_report import read_tls_report
from noroshi.spine.model import InputError

REPORT = {
    "organization-name": "Receiver",
    "report-id": "1",
    "date-range": {"start-datetime": "2026-09-01T00:00:00Z", "end-datetime": "2026-09-01T23:59:59Z"},
    "policies": [
        {
            "policy": {"policy-type": "sts", "policy-domain": "ISP.example"},
            "summary": {"total-successful-session-count": 7, "total-failure-session-count": 3},
            "failure-details": [
                {"result-type": "certificate-expired", "failed-session-count": 3, "sending-mta-ip": "192.0.2.1"}
            ],
        }
    ],
}  # fmt: skip


def read(document):
    return read_tls_report(BytesIO(json.dumps(document).encode()))


def test_sessions_and_failures_are_rows():
    key, rows = read(REPORT)
    assert len(key) == 16
    assert [row[4:] for row in rows] == [
        ("isp.example", "sts", "", 10, 3, "", ""),
        ("isp.example", "sts", "certificate-expired", 0, 3, "", "192.0.2.1"),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"policies": []}, "not-a-tls-report"),
        ({"policies": [1]}, "not-a-tls-report"),
        ({"policies": [{}]}, "no-policy-domain"),
        ({"date-range": {}}, "bad-date-range"),
        ({"policies": [{"policy": {"policy-domain": "a.example"}, "summary": {"total-failure-session-count": -1}}]}, "bad-count"),
    ],
)  # fmt: skip
def test_what_is_no_report_says_why(change, reason):
    with pytest.raises(InputError, match=reason):
        read({**REPORT, **change})


def test_bounds_hold(monkeypatch):
    monkeypatch.setattr(tls_report, "MOST_ROWS", 1)
    with pytest.raises(InputError, match="too-many-records"):
        read(REPORT)
    monkeypatch.setattr(tls_report, "MOST_OCTETS", 1)
    with pytest.raises(InputError, match="too-large"):
        read(REPORT)
    with pytest.raises(InputError, match="too-large"):
        read_tls_report(BytesIO(b"[" * 100_000))


@given(st.binary(max_size=200) | st.just(b"[" * 90_000))
def test_any_octets_are_refused_in_words(octets):
    with pytest.raises(InputError):
        read_tls_report(BytesIO(octets))
