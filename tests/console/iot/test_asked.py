"""Asked: filters are the address, and each facet counts what the others leave."""

import pytest
from litestar.exceptions import ClientException

from noroshi.console.iot.asked import AskedDevices
from noroshi.console.iot.seen import Kept
from noroshi.testing.devices import one_device

DEVICES = [
    Kept(device=one_device("1", "alpha"), state="found"),
    Kept(device=one_device("2", "alpha", vendor="Other", servers=1), state="notified"),
    Kept(device=one_device("3", "beta"), state="found"),
]


def test_filters_come_back_as_the_address():
    asked = AskedDevices.of({"isp": " alpha ", "maker": "Example", "strange": "x"})
    assert asked.query() == "isp=alpha&maker=Example"
    assert asked.query(maker="") == "isp=alpha"
    assert [one.device.id for one in asked.chosen(DEVICES)] == ["1"]


def test_a_facet_counts_with_every_other_filter():
    facets = AskedDevices.of({"isp": "alpha"}).facets(DEVICES)
    assert facets["isp"] == {"alpha": 2, "beta": 1}
    assert facets["maker"] == {"Example": 1, "Other": 1}
    assert facets["meets"] == {"yes": 1}
    assert facets["state"] == {"found": 1, "notified": 1}


def test_a_filter_has_a_length():
    with pytest.raises(ClientException, match="200"):
        AskedDevices.of({"model": "x" * 201})
