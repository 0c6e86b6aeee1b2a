"""Truth: endpoints in their canonical form, lines only as counts where they leave."""

import numpy as np

from noroshi.lab.truth import Controller, Truth, address_text, truth_of
from noroshi.spine.model import Endpoint

ONE = Controller(
    endpoint=Endpoint("198.18.0.1", 443, "tcp"), kind="c2-irc", family="a", bots=(1, 2)
)


def test_addresses_are_written_canonically():
    assert address_text(0, 0xFFFF_C612_0001) == "198.18.0.1"
    assert address_text(0x2001_0DB8_0000_0007, 5) == "2001:db8:0:7::5"
    assert (
        address_text(0x2001_0DB8_0000_0007, int(np.int64(-1))) == "2001:db8:0:7:ffff:ffff:ffff:ffff"
    )


def test_a_line_may_be_infected_twice():
    truth = truth_of([("b", [1], []), ("a", [1, 2], [ONE])])
    assert truth.infected == {1: ("a", "b"), 2: ("a",)}
    assert truth.addresses == {"198.18.0.1"}


def test_rows_tell_how_many_bots_but_not_which():
    rows = list(Truth(controllers=(ONE,), infected={1: ("a",)}).rows())
    assert rows == [
        {
            "address": "198.18.0.1",
            "port": 443,
            "protocol": "tcp",
            "kind": "c2-irc",
            "family": "a",
            "bots": 2,
        }
    ]
