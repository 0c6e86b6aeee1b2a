"""TLS and failure reports on shelves, counted before and within the last days."""

import gzip
import json

import pytest

from noroshi.jobs.readiness.mail_importing import import_reports, mail_folder
from noroshi.readiness.mail.analyse import other_reports
from noroshi.readiness.mail.analyse.other_reports import read_failures, read_tls, recent_since
from noroshi.spine.home import Home

DAYS = {"start_s": 0, "since_s": recent_since(20_698, 1), "end_s": recent_since(20_698, 0) + 86_400}
"""The last day is that of 1 September 2026."""


def tls_report(day, good, *failures, domain="isp.example"):
    """A report of a day of August or September 2026, gzip as RFC 8460 sends it."""
    failed = sum(count for _, count in failures)
    document = {
        "organization-name": "receiver.example",
        "report-id": f"{day}-{domain}",
        "date-range": {"start-datetime": f"2026-{day}T00:00:00Z", "end-datetime": f"2026-{day}T23:59:59Z"},
        "policies": [{
            "policy": {"policy-type": "sts", "policy-domain": domain},
            "summary": {"total-successful-session-count": good, "total-failure-session-count": failed},
            "failure-details": [
                {"result-type": kind, "failed-session-count": count, "receiving-mx-hostname": "mx.isp.example"}
                for kind, count in failures
            ],
        }],
    }  # fmt: skip
    return gzip.compress(json.dumps(document).encode())


def failure_report(number, date="Tue, 01 Sep 2026 01:00:00 +0000", source="192.0.2.7"):
    """A failure report that quotes a person's message."""
    arrival = f"Arrival-Date: {date}\n" if date else ""
    return (
        "From: dmarc@receiver.example\nSubject: FW: private words\nMessage-ID: "
        f'<{number}@receiver.example>\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: auth-failure\nVersion: 1\n{arrival}Source-IP: {source}\n"
        "Reported-Domain: isp.example\nAuth-Failure: dmarc\nOriginal-Mail-From: taro@isp.example\n"
        "Original-Rcpt-To: hanako@receiver.example\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        "From: taro@isp.example\nTo: hanako@receiver.example\nSubject: private words\n\n--b--\n"
    ).encode()


@pytest.fixture
def folder(tmp_path):
    """Shelves with reports of two days and two domains."""
    box = tmp_path / "box"
    box.mkdir()
    (box / "1.json.gz").write_bytes(tls_report("08-20", 100, ("certificate-expired", 1)))
    (box / "2.json.gz").write_bytes(tls_report("09-01", 90, ("certificate-expired", 6), ("sts-policy-invalid", 4)))  # fmt: skip
    (box / "3.json.gz").write_bytes(tls_report("09-01", 5, domain="far.example"))
    for number in range(3):
        (box / f"{number}.eml").write_bytes(failure_report(number))
    (box / "8.eml").write_bytes(failure_report(8, date="Thu, 20 Aug 2026 01:00:00 +0000"))
    (box / "9.eml").write_bytes(failure_report(9, date=""))
    home = Home(tmp_path / "home")
    assert sum(one.reports for one in import_reports([box], home)) == 8
    return mail_folder(home)


def test_sessions_are_counted_once_and_by_kind(folder):
    seen = read_tls(folder / "tls", "isp.example", **DAYS)
    assert (seen.sessions, seen.failed, seen.sessions_before, seen.failed_before) == (100, 10, 101, 1)  # fmt: skip
    assert seen.kinds == {("certificate-expired", "mx.isp.example"): 6, ("sts-policy-invalid", "mx.isp.example"): 4}  # fmt: skip


def test_times_bound_both(folder):
    assert read_tls(folder / "tls", "isp.example", **DAYS | {"end_s": 0}).sessions == 0
    assert read_failures(folder / "failure", "isp.example", **DAYS | {"end_s": 1}).reports == 0


def test_single_failures_are_counted(folder):
    seen = read_failures(folder / "failure", "isp.example", **DAYS)
    assert (seen.reports, seen.reports_before, seen.undated) == (3, 1, 1)
    assert (seen.kinds, seen.sources) == ({"dmarc": 3}, {"192.0.2.7": 3})


def test_nothing_that_names_a_person_lies_on_the_shelves(folder):
    octets = b"".join(path.read_bytes() for path in folder.rglob("*.parquet"))
    assert not any(word in octets for word in (b"taro", b"hanako", b"private"))


def test_kinds_are_bounded(folder, monkeypatch):
    monkeypatch.setattr(other_reports, "MOST_KINDS", 1)
    assert len(read_tls(folder / "tls", "isp.example", **DAYS).kinds) == 1


def test_a_home_without_reports_gives_nothing(tmp_path):
    assert read_tls(tmp_path, "isp.example", **DAYS).sessions == 0
    assert read_failures(tmp_path, "isp.example", **DAYS).reports == 0
