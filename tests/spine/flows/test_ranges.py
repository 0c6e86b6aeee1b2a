"""Ranges: the strongest layer shows, whatever the family, and equals a look at every range."""

from ipaddress import IPv6Address, ip_address

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows import ranges
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.ranges import NOWHERE, AddressRanges, Layer
from noroshi.spine.model import InputError
from noroshi.spine.model.address import address_halves, halves


def addresses(*texts):
    pairs = [address_halves(text) for text in texts]
    return Addresses(
        np.array([hi for hi, _ in pairs], np.int64), np.array([lo for _, lo in pairs], np.int64)
    )


def layer(*rows):
    return Layer(
        first=addresses(*(row[0] for row in rows)),
        last=addresses(*(row[1] for row in rows)),
        values=np.array([row[2] for row in rows], np.int64),
    )


def test_the_later_layer_shows_and_the_earlier_shines_around_it():
    table = AddressRanges(
        [
            layer(("192.0.2.0", "192.0.2.255", 1), ("2001:db8::", "2001:db8::ffff", 2)),
            layer(("192.0.2.64", "192.0.2.127", 3), ("2001:db8::10", "2001:db8::1f", 4)),
        ]
    )
    asked = addresses(
        "192.0.1.255", "192.0.2.0", "192.0.2.63", "192.0.2.64", "192.0.2.127", "192.0.2.128",
        "192.0.3.0", "2001:db8::f", "2001:db8::10", "2001:db8::20", "2001:db8::1:0",
    )  # fmt: skip
    assert table.find(asked).tolist() == [-1, 1, 1, 3, 3, 1, -1, 2, 4, 2, -1]


def test_the_last_address_of_each_family_is_found():
    top = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    table = AddressRanges([layer(("240.0.0.0", "255.255.255.255", 1), ("ff00::", top, 2))])
    assert table.find(addresses("255.255.255.255", top, "::")).tolist() == [1, 2, NOWHERE]


def test_no_range_holds_nothing():
    assert AddressRanges([]).find(addresses("192.0.2.1", "::1")).tolist() == [-1, -1]
    assert AddressRanges([]).find(addresses()).tolist() == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("192.0.2.9", "192.0.2.1", 0)], "ends before it starts"),
        ([("192.0.2.0", "2001:db8::", 0)], "family"),
        ([("192.0.2.0", "192.0.2.9", 0), ("192.0.2.9", "192.0.2.20", 1)], "overlaps"),
        ([("2001:db8::5", "2001:db8::9", 0), ("2001:db8::", "2001:db8::5", 1)], "overlaps"),
    ],
)
def test_ranges_that_contradict_are_refused(rows, words):
    with pytest.raises(InputError, match=words):
        AddressRanges([layer(*rows)])


SPACE = 1200  # small, so that ranges meet; crosses several /24
BASES = (int(ip_address("198.51.99.200")) | 0xFFFF << 32, int(IPv6Address("2001:db8:0:ffff:ffff:ffff:ffff:fe00")))  # fmt: skip


@st.composite
def layers(draw):
    made = []
    for _ in range(draw(st.integers(0, 3))):
        cuts = sorted(draw(st.sets(st.integers(0, SPACE), max_size=12)))
        made.append([(a, b - 1, draw(st.integers(0, 9))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)])  # fmt: skip
    return made


def column(numbers):
    pairs = [halves(number) for number in numbers]
    return Addresses(
        np.array([hi for hi, _ in pairs], np.int64), np.array([lo for _, lo in pairs], np.int64)
    )


@given(made=layers(), base=st.sampled_from(BASES), by_table=st.booleans())
def test_every_address_gets_what_a_look_at_each_range_gives(made, base, by_table):
    table = AddressRanges(
        [
            Layer(
                first=column(base + a for a, _, _ in rows),
                last=column(base + b for _, b, _ in rows),
                values=np.array([value for _, _, value in rows], np.int64),
            )
            for rows in made
        ]
    )
    if by_table:
        table._blocks = ranges._block_table(table._v4)
    truth = [NOWHERE] * (SPACE + 1)
    for rows in made:
        for a, b, value in rows:
            truth[a : b + 1] = [value] * (b - a + 1)
    assert table.find(column(range(base, base + SPACE + 1))).tolist() == truth
