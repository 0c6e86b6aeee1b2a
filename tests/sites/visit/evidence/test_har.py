import json
from dataclasses import replace

from noroshi.sites.visit.evidence.har import har_of
from noroshi.testing.visits import PLAIN, exchange

SEEN = replace(
    PLAIN,
    exchanges=(
        replace(
            exchange("https://shop.example/?a=1&b=2"),
            status=302,
            at_ms=1500,
            took_ms=20,
            headers=(("location", "https://shop.example/b"),),
        ),
        replace(
            exchange("http://10.0.0.1/"), status=None, address=None, refused="forbidden-address"
        ),
    ),
)


def test_the_archive_has_what_har_1_2_demands():
    log = json.loads(json.dumps(har_of(SEEN)))["log"]
    assert log["version"] == "1.2"
    first, second = log["entries"]
    assert first["startedDateTime"] == "2026-01-01T00:00:01.500+00:00"
    assert first["time"] == 20
    assert first["serverIPAddress"] == "192.0.2.1"
    assert first["request"]["queryString"] == [
        {"name": "a", "value": "1"},
        {"name": "b", "value": "2"},
    ]
    assert first["response"]["redirectURL"] == "https://shop.example/b"
    assert second["response"]["status"] == 0
    assert second["_refused"] == "forbidden-address"
    assert "serverIPAddress" not in second
    for entry in log["entries"]:
        assert {"request", "response", "cache", "timings", "time", "pageref"} <= set(entry)
        needed = {
            "method",
            "url",
            "httpVersion",
            "cookies",
            "headers",
            "queryString",
            "headersSize",
            "bodySize",
        }
        assert needed <= set(entry["request"])
