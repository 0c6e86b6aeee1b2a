"""IntelMQ: harmonised names, one event a line."""

import json

import pytest

from noroshi.iot.report import FORMATS, Reported


def event(sender, one, asn=64500):
    (line,) = FORMATS["intelmq"].render([Reported(one, asn)], sender)
    return json.loads(line)


def test_an_event_bears_the_harmonised_names(exposure, sender):
    wanted = {
        "__type": "Event", "time.source": "2026-03-01T12:30:00+00:00", "source.ip": "192.0.2.7",
        "source.port": 8080, "source.asn": 64500, "protocol.transport": "tcp",
        "protocol.application": "http", "classification.taxonomy": "vulnerable",
        "classification.type": "vulnerable-system", "classification.identifier": "cve-2024-0001",
        "feed.provider": "Example Coordinator",
    }  # fmt: skip
    told = event(sender, exposure())
    assert {name: told[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"kind": "infected"}, "infected-system"),
        ({"kind": "reflector"}, "ddos-amplifier"),
        ({"cves": (), "eol": None}, "potentially-unwanted-accessible"),
    ],
)
def test_troubles_have_their_own_type(exposure, sender, changes, kind):
    assert event(sender, exposure(**changes))["classification.type"] == kind


def test_what_is_not_known_is_left_out(exposure, sender):
    told = event(
        sender, exposure(vendor=None, product=None, version=None, cpe=None, protocol=""), 0
    )
    assert not {"extra.vendor", "protocol.application", "source.asn"} & set(told)
