"""An exposure, and whoever reports it."""

from datetime import UTC, date, datetime

import pytest

from noroshi.iot.analyse import Confidence
from noroshi.iot.report import Exposure, Sender
from noroshi.iot.report.exposure import Proof

CERTAIN = Proof(source="nvd", params={"cve": "CVE-2024-0001", "certainty": "exact"})


@pytest.fixture
def exposure():
    def made(**changes):
        values = {
            "id": "o-1", "address": "192.0.2.7", "port": 8080, "time": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
            "protocol": "http", "vendor": "ExampleMaker", "product": "EX-100", "version": "1.02",
            "cpe": "cpe:2.3:o:examplemaker:ex-100_firmware:1.02:*:*:*:*:*:*:*",
            "cves": ("CVE-2024-0001", "CVE-2024-0002"), "kev": True, "eol": date(2025, 1, 1), "confidence": Confidence.VERSION, "evidence": (CERTAIN,),
        }  # fmt: skip
        return Exposure(**(values | changes))

    return made


@pytest.fixture
def sender():
    return Sender(organisation="Example Coordinator", contact="iot@coordinator.example", domain="coordinator.example")  # fmt: skip
