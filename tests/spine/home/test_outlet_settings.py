"""Outlet settings: what cannot be told to a network is refused at once."""

import pytest
from pydantic import ValidationError

from noroshi.spine.home.outlet_settings import OutletSettings


def test_texts_become_canonical():
    told = OutletSettings(
        never=("2001:DB8::/32", "Example.JP."),
        sinkhole_name="Sink.Example",
        sinkhole_v6="2001:db8:0::1",
    )
    assert told.never == ("2001:db8::/32", "example.jp")
    assert (told.sinkhole_name, told.sinkhole_v6) == ("sink.example", "2001:db8::1")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("never", ("192.0.2.1/24",), "neither a prefix nor a domain"),
        ("collections", ("spam",), "there is no list 'spam'"),
        ("sinkhole_name", "-", "domain|name"),
        ("sinkhole_v4", "sink", "IPv4"),
        ("sinkhole_v4", "127.0.0.9", "cannot be a next hop"),
        ("sinkhole_v6", "ff02::1", "cannot be a next hop"),
        ("redirect_target", "0:1", "below 65536"),
        ("redirect_target", "70000:1", "below 65536"),
        ("redirect_target", "64496", "pattern"),
    ],
)
def test_what_makes_no_sense_is_refused(field, value, why):
    with pytest.raises(ValidationError, match=why):
        OutletSettings(**{field: value})
