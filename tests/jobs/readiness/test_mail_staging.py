"""Stages and changes from the home's reports."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.readiness.mail_forecasting import Asked
from noroshi.jobs.readiness.mail_importing import import_reports
from noroshi.jobs.readiness.mail_staging import stage_of, watch_mail
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.mail_reports import Record, report_xml

NOW = datetime(2026, 9, 15, 6, tzinfo=UTC)
DMARC = {("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=none; rua=mailto:d@isp.example"]}


@pytest.fixture
def home(tmp_path):
    for day in range(14):
        report = report_xml([Record(source="192.0.2.1", count=5_000)], day=day)
        (tmp_path / f"{day}.xml").write_bytes(report)
    home = Home(tmp_path / "home")
    list(import_reports([tmp_path / f"{day}.xml" for day in range(14)], home))
    return home


def test_clean_reports_open_the_gate(home):
    found = stage_of(Asked(domain="isp.example", lookup=Recorded(DMARC)), home, now=NOW)
    assert (found.step, found.following, found.is_open) == ("none", "testing", True)


def test_an_empty_home_keeps_it_shut(tmp_path):
    asked = Asked(domain="isp.example", lookup=Recorded(DMARC))
    assert not stage_of(asked, Home(tmp_path), now=NOW).is_open


def test_without_answers_nothing_is_said(home):
    with pytest.raises(ConfigError, match="--resolver"):
        stage_of(Asked(domain="isp.example"), home, now=NOW)
    silent = Recorded({("_dmarc.isp.example", "TXT"): None})
    with pytest.raises(SourceError, match="no answer"):
        stage_of(Asked(domain="isp.example", lookup=silent), home, now=NOW)


def test_changes_are_told(home):
    assert list(watch_mail(Asked(domain="isp.example"), home, now=NOW)) == []


def test_other_reports_are_told_too(home, tmp_path):
    report = {
        "organization-name": "receiver.example", "report-id": "1",
        "date-range": {"start-datetime": "2026-09-14T00:00:00Z", "end-datetime": "2026-09-14T23:59:59Z"},
        "policies": [{"policy": {"policy-type": "sts", "policy-domain": "isp.example"},
                      "summary": {"total-successful-session-count": 9, "total-failure-session-count": 1}}],
    }  # fmt: skip
    (tmp_path / "tls.json").write_text(json.dumps(report))
    list(import_reports([tmp_path / "tls.json"], home))
    (check,) = watch_mail(Asked(domain="isp.example"), home, now=NOW)
    assert (check.code, check.level) == ("tls.sessions", "bad")
