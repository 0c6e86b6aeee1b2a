"""Payloads: a set is what its VRPs are, and differences are those of sets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.rtr import payloads
from noroshi.readiness.rpki.rtr.payloads import Payloads, columns_of
from noroshi.readiness.rpki.rtr.pdu import Splitter

vrps = st.sampled_from(
    [(p, m, a) for p, m in [("192.0.2.0/24", 24), ("192.0.2.0/24", 25), ("2001:db8::/32", 48), ("2001:db8:8000::/33", 33)] for a in (1, 4294967295)]
)  # fmt: skip


@settings(deadline=None)
@given(old=st.lists(vrps, max_size=9), new=st.lists(vrps, max_size=9))
def test_differences_are_those_of_sets(rpki, old, new):
    one, other = Payloads.of(rpki.vrps(old)), Payloads.of(rpki.vrps(new))
    assert len(one) == len(set(old))
    gone = one.without(other)
    assert set(gone.keys()) == set(one.keys()) - set(other.keys())
    assert len(gone) == len(set(old) - set(new))


@settings(deadline=None, max_examples=50)
@given(old=st.lists(vrps, max_size=9), new=st.lists(vrps, max_size=9), size=st.integers(1, 3))
def test_a_part_at_a_time_finds_the_same(rpki, old, new, size):
    one, other = Payloads.of(rpki.vrps(old)), Payloads.of(rpki.vrps(new))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payloads, "SLICE", size)
        gone = one.without(other)
    assert gone.keys() == one.without(other).keys()
    assert set(gone.keys()) == set(one.keys()) - set(other.keys())
    assert one.is_same(other) is (set(old) == set(new))


@settings(deadline=None)
@given(rows=st.lists(vrps, max_size=40))
def test_the_order_is_that_of_family_address_and_the_rest(rpki, rows):
    keys = Payloads.of(rpki.vrps(rows)).keys()
    assert keys == sorted(set(keys), key=lambda key: (key[2] >> 16 & 1, *key))


def test_parts_joined_are_the_set_of_all_and_are_taken(rpki):
    rows = [("192.0.2.0/24", most, asn) for most in (24, 25) for asn in (1, 2, 3)]
    parts = [columns_of(rpki.vrps(part)) for part in (rows[3:], rows[:4], [])]
    made = Payloads.joined(parts, {64496: (64497,)})
    assert made.is_same(Payloads.of(rpki.vrps(rows), {64496: (64497,)}))
    assert not made.is_same(Payloads.of(rpki.vrps(rows)))
    assert parts == []


def test_a_set_is_sorted_by_family_and_a_kept_one_that_is_not_is_sorted_again(rpki):
    rows = [
        ("10.0.0.0/8", 8, 0),
        ("192.0.2.0/24", 24, 1),
        ("2001:db8::/32", 48, 0),
        ("2001:db8::/32", 48, 1),
    ]
    made = Payloads.of(rpki.vrps(rows[::-1]), {64496: (64497,)})
    assert made.is_v6.tolist() == [False, False, True, True]
    as_kept = (made.hi, made.lo, made.rest)
    assert Payloads.restored(*as_kept, made.aspas).hi is made.hi
    mixed = [column[[2, 0, 3, 1]] for column in as_kept]
    assert Payloads.restored(*mixed, made.aspas).is_same(made)
    empty = Payloads.of(rpki.vrps([]))
    assert len(Payloads.restored(empty.hi, empty.lo, empty.rest, {})) == 0


def test_pdus_are_drawn_as_in_the_standard(rpki):
    made = Payloads.of(rpki.vrps([("192.0.2.0/24", 25, 64496), ("2001:db8::/32", 48, 64497)]))
    pdus = Splitter().feed(b"".join(made.pdus(1)))
    assert [pdu.octets().hex() for pdu in pdus] == [
        "0104000000000014" + "01181900" + "c0000200" + "0000fbf0",
        "0106000000000020" + "01203000" + "20010db8000000000000000000000000" + "0000fbf1",
    ]
    assert next(made.pdus(0, announced=False))[8] == 0


def test_aspas_are_told_from_version_2_on(rpki):
    made = Payloads.of(rpki.vrps([]), {64496: (64497,)})
    assert list(made.pdus(1)) == []
    assert len(list(made.pdus(2))) == 1
    other = Payloads.of(rpki.vrps([]), {64496: (64498,)})
    assert made.without(other).aspas == {64496: (64497,)}
    assert made.without(made).aspas == {}


@given(st.lists(vrps, max_size=30))
def test_a_set_is_in_the_order_of_family_address_and_rest(rpki, rows):
    made = Payloads.of(rpki.vrps(rows))
    order = [(rest >> 16 & 1, hi, lo, rest) for hi, lo, rest in made.keys()]  # noqa: SIM118
    assert order == sorted(set(order))
    assert len(order) == len(set(rows))
