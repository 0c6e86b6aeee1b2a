"""Forecasting from the home's reports."""

import pytest

from noroshi.jobs.readiness.mail_forecasting import Asked, forecast_loss
from noroshi.jobs.readiness.mail_importing import import_reports
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, parse_moment
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.mail_reports import Record, report_xml


@pytest.fixture
def home(tmp_path):
    records = [
        Record(source="192.0.2.1", count=90),
        Record(source="192.0.2.9", count=10, dkim="fail", spf="fail"),
    ]
    (tmp_path / "r.xml").write_bytes(report_xml(records))
    home = Home(tmp_path / "home")
    list(import_reports([tmp_path / "r.xml"], home))
    return home


def test_the_domain_s_own_spf_tells_own_servers(home):
    lookup = Recorded({("isp.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"]})
    assert forecast_loss(Asked(domain="isp.example"), home).lost == 0
    found = forecast_loss(Asked(domain="ISP.example", lookup=lookup), home)
    assert (found.lost, found.legitimate, found.losses[0].kind) == (10, 100, "own-unaligned")


def test_what_is_wrong_is_told(home):
    with pytest.raises(ConfigError, match="no report about other"):
        forecast_loss(Asked(domain="other.example"), home)
    with pytest.raises(ConfigError, match="no report"):
        forecast_loss(Asked(domain="isp.example", start=parse_moment("2030-01-01")), home)
    with pytest.raises(ConfigError, match="no network"):
        forecast_loss(Asked(domain="isp.example", own=["mine"]), home)
