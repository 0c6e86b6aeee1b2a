"""Zones that answer, and sources as reports tell them."""

from io import BytesIO

import pytest

from noroshi.readiness.mail.analyse.sources import read_sources
from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.readiness.mail.shelf import AGGREGATE, ReportTaker, Shelf
from noroshi.testing.mail_reports import report_xml

KEY = (
    "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtpMhObB8Gg14KTphRb/+h70luO4b0HakKs7ZlWt"
    "DR5mjwH8Ldo80dWgrh9CO3BksjHBpkg76vHbxKNKWrBWTQrf3j3gsQRjps1l/91gSj84OBjV2Qse+NCW52WvKdHinOcMuLm6jt"
    "c1vdT5QsYegdlEq/R0FFix+ElnckbmVDKeDwEHOU29W1gNrwx533PAGu+MW6HU8t88aNz3v9McTGfvQGoa+ij4ArhBItRvBk3W0"
    "YnQO8oaFKCYIxHwWg4cmZ7aIkdSYFg8+aO4K6MocNxK9sHUus7WyqnIZUXeYaLAIxr/dwR+OZqN4wPI/PnPxN6DKq9ZXTfNML1C"
    "uigxlGQIDAQAB"
)

GOOD = {
    ("isp.example", "MX"): ["10 mx.isp.example"],
    ("isp.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    ("s1._domainkey.isp.example", "TXT"): [KEY],
    ("_dmarc.isp.example", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@isp.example"],
    ("_mta-sts.isp.example", "TXT"): ["v=STSv1; id=1"],
    ("_smtp._tls.isp.example", "TXT"): ["v=TLSRPTv1; rua=mailto:t@isp.example"],
}


@pytest.fixture
def answers():
    return dict(GOOD)


@pytest.fixture
def seen_of(tmp_path):
    """Sources that reports about isp.example give: a list of records a day."""

    def made(*days, org="receiver.example"):
        shelf = Shelf(tmp_path / "aggregate", AGGREGATE)
        for day, records in enumerate(days):
            taker = ReportTaker(shelf)
            read_aggregate(BytesIO(report_xml(records, day=day, org=org)), taker)
            taker.finish(cut=False)
        shelf.flush()
        return read_sources(tmp_path / "aggregate", {"isp.example"}, start=None, end=None)

    return made
