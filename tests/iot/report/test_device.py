"""Device: what is weak, what is past support, and by which ports it is managed."""

import pytest

from noroshi.iot.report import read_exposure
from noroshi.iot.report.device import MANAGEMENT, UNSEALED, device_of
from noroshi.testing.devices import one_device


@pytest.mark.parametrize(
    ("trouble", "weak"),
    [("exposed", False), ("possibly-vulnerable", False), ("end-of-life", True), ("infected", True)],
)
def test_an_open_port_alone_is_not_weak(trouble, weak):
    assert one_device("a", "alpha", trouble=trouble).is_weak is weak


def test_support_ends_on_its_day():
    assert one_device("a", "alpha", eol="2026-11-01").is_ended
    assert not one_device("a", "alpha", eol="2026-11-02").is_ended
    assert not one_device("a", "alpha").is_ended


def test_management_ports_are_told_apart():
    device = one_device("a", "alpha", services=["tcp/443", "tcp/9999", "udp/161"])
    assert device.managed == ("tcp/443", "udp/161")
    assert UNSEALED < MANAGEMENT


def test_a_device_takes_its_model_from_what_names_one():
    rows = [
        b'{"id":1,"address":"192.0.2.1","port":23,"time":"2026-11-02T00:00:00Z","kind":"infected"}',
        b'{"id":2,"address":"192.0.2.1","port":80,"time":"2026-11-01T00:00:00Z","vendor":"V","product":"P"}',
    ]
    exposures = [read_exposure(row) for row in rows]
    made = device_of(exposures, exposures[0], name="n", place="p", operator="", asn=64496)
    assert (made.vendor, made.product, made.trouble) == ("V", "P", "infected")
    assert (made.services, made.seen_at) == (("tcp/23", "tcp/80"), exposures[0].time)
