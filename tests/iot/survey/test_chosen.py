"""Chosen targets: less than a scope, never more; the boundary still decides."""

from ipaddress import IPv4Address, IPv6Address

import numpy as np
import pytest

from noroshi.iot.survey.boundary import Verdict
from noroshi.iot.survey.chosen import ChosenTargets, parse_chosen
from noroshi.spine.model import InputError

INSIDE, OUTSIDE = int(IPv4Address("198.51.100.7")), int(IPv4Address("192.0.2.99"))


def test_every_slot_of_every_chosen_address_has_an_index(lab_scope):
    targets = ChosenTargets(lab_scope(), map(IPv4Address, [INSIDE + 2, INSIDE, INSIDE]))
    addresses, slots = targets.at(np.arange(len(targets)).astype(np.uint64))
    assert targets.addresses == 2
    assert sorted(set(addresses.tolist())) == [INSIDE, INSIDE + 2]
    assert len(targets) == 2 * len(targets.slots) == len(set(zip(addresses, slots, strict=True)))
    assert targets.indices_of(INSIDE).tolist() == list(range(len(targets.slots)))
    assert not len(targets.indices_of(INSIDE + 1))
    assert not len(targets.indices_of(INSIDE + 3))


def test_choosing_opens_nothing(lab_scope, make_boundary):
    targets = ChosenTargets(lab_scope(), map(IPv4Address, [INSIDE, OUTSIDE]))
    addresses, slots = targets.at(np.arange(len(targets)).astype(np.uint64))
    admitted, verdicts = make_boundary().admit(addresses, slots)
    assert set(admitted.addresses.tolist()) == {INSIDE}
    assert set(verdicts[addresses == OUTSIDE].tolist()) == {Verdict.OUTSIDE}


def test_a_file_names_the_choice(lab_scope):
    targets = ChosenTargets(lab_scope(), map(IPv4Address, [INSIDE + 2, INSIDE]))
    again = ChosenTargets(lab_scope(), parse_chosen(targets.as_file()))
    assert again.digest() == targets.digest()
    assert ChosenTargets(lab_scope(), [IPv4Address(INSIDE)]).digest() != targets.digest()


def test_nothing_and_nonsense_cannot_be_chosen(lab_scope):
    with pytest.raises(InputError, match="can be chosen"):
        ChosenTargets(lab_scope(), [])
    with pytest.raises(InputError, match="line 2"):
        parse_chosen(b"192.0.2.1\n192.0.2\n")


def test_a_list_of_ipv6_is_a_choice_like_any_other(lab_scope):
    scope = lab_scope(prefixes=["2001:db8::/32"], sources=["2001:db8::1"])
    listed = [IPv6Address("2001:db8:1::7"), IPv6Address("2001:db8::7"), IPv6Address("2001:db8::7")]
    targets = ChosenTargets(scope, listed)
    assert (targets.addresses, targets.blocks) == (2, 2)
    assert targets.as_file() == b"2001:db8::7\n2001:db8:1::7\n"
    again = ChosenTargets(scope, parse_chosen(targets.as_file()))
    assert again.digest() == targets.digest()
    number = targets.listing.number_of("2001:db8:1::7")
    assert targets.indices_of(number).tolist() == list(
        range(len(targets.slots), 2 * len(targets.slots))
    )


def test_a_round_is_of_one_family(lab_scope):
    with pytest.raises(InputError, match="two rounds"):
        ChosenTargets(lab_scope(), [IPv4Address(INSIDE), IPv6Address("2001:db8::1")])
