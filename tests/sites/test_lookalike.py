"""A brand's word is found behind borrowed letters, and not in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.lookalike import brand_in, seen_as


@pytest.mark.parametrize(
    "host",
    [
        "mybank.example",
        "login-mybank.example",
        "mybank0123.example",
        "rnybank.example",
        "mybаnk.example",
        "xn--mbank-eze.example",
        "MYBÁNK.example",
    ],
)
def test_a_host_bears_the_brand(host):
    assert brand_in(host, ["other", "mybank"]) == "mybank"


@pytest.mark.parametrize("host", ["bank.example", "mybanana.example", "xn--a.example"])
def test_other_hosts_do_not(host):
    assert brand_in(host, ["mybank"]) == ""


def test_a_short_word_must_stand_alone():
    assert brand_in("jcb-card.example", ["jcb"]) == "jcb"
    assert brand_in("ajcbx.example", ["jcb"]) == ""


@given(st.text(max_size=80))
def test_any_host_is_drawn(host):
    assert isinstance(seen_as(host), str)
