"""Renderers: no value, however hostile, changes what the consumer counts."""

import pytest

from noroshi.relay.share import RENDERERS, Edition
from noroshi.spine.model import Endpoint, Subject, SubjectKind, Tlp
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


SEVERAL = [
    make_indicator(),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.1", 8080, "tcp"))),
    make_indicator(Subject.endpoint(Endpoint("2001:db8::5", 53, "udp")), tlp=Tlp.AMBER_STRICT),
    make_indicator(Subject.endpoint(Endpoint("192.0.2.3", 0, "gre")), tlp=Tlp.CLEAR),
    make_indicator(Subject.ip("198.51.100.3"), tlp=Tlp.GREEN),
    make_indicator(Subject(SubjectKind.DOMAIN, "c2.example"), tlp=Tlp.RED),
    make_indicator(Subject.ip("198.51.100.9"), revoked=True),
]


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_list_gives_the_same_octets(name):
    assert rendered(name, SEVERAL) == rendered(name, SEVERAL)


@pytest.mark.parametrize("name", RENDERERS)
def test_an_empty_list_is_well_formed(name):
    text = rendered(name, []).decode()
    assert {"csv": 1, "jsonl": 0, "stix": 3}[name] == len(text.splitlines())


@pytest.mark.parametrize("name", RENDERERS)
def test_a_list_streams(name):
    def endless():
        port = 0
        while True:
            port = port % 65535 + 1
            yield make_indicator(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")))

    chunks = RENDERERS[name].render(endless(), EDITION)
    assert len([next(chunks) for _ in range(1_000)]) == 1_000
