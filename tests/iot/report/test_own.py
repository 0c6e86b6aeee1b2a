"""Own: what goes out is what an operator's Noroshi reads."""

import json
from collections import Counter

from noroshi.iot.report import FORMATS, Reported, Sender, read_exposure, read_exposures

SENDER = Sender(organisation="O", contact="o@example.com", domain="example.com")
ROW = {
    "id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T00:05:00Z", "vendor": "M",
    "cves": ["CVE-2024-1234"], "device": "abc", "eol": "2020-01-01",
}  # fmt: skip


def test_exposures_come_back_whole():
    one = read_exposure(json.dumps(ROW).encode())
    octets = b"".join(FORMATS["noroshi"].render([Reported(one, 64496)], SENDER))
    assert list(read_exposures(octets.splitlines(), Counter())) == [one]
