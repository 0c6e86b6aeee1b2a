import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.memo import Memo

HALF = st.integers(-(1 << 63), (1 << 63) - 1)


def column(pairs):
    his, los = zip(*pairs, strict=True)
    return Addresses(np.array(his, np.int64), np.array(los, np.int64))


def turned(addresses):
    return Addresses(~addresses.lo, addresses.hi ^ 1)


def same(found, wanted):
    return (found.hi == wanted.hi).all() and (found.lo == wanted.lo).all()


@given(st.lists(st.lists(st.tuples(HALF, HALF), min_size=1, max_size=40), max_size=5))
def test_it_gives_what_the_function_gives_however_few_slots(batches):
    memo = Memo(slot_bits=2)
    for pairs in batches:
        addresses = column(pairs)
        assert same(memo.replace(addresses, turned), turned(addresses))


def test_the_unspecified_address_is_not_taken_for_a_known_one():
    addresses = column([(0, 0), (0, 1)])
    assert same(Memo(slot_bits=4).replace(addresses, turned), turned(addresses))


def test_known_addresses_are_not_worked_out_again():
    memo, asked = Memo(), []

    def counted(addresses):
        asked.append(len(addresses))
        return turned(addresses)

    addresses = column([(0, n // 2) for n in range(100)])
    for _ in range(3):
        memo.replace(addresses, counted)
    assert sum(asked) == 50


def test_addresses_that_all_meet_in_one_slot_are_worked_out_in_few_calls():
    asked = []

    def counted(addresses):
        asked.append(len(addresses))
        return turned(addresses)

    addresses = column([(0, n) for n in range(10_000)])
    assert same(Memo(slot_bits=1).replace(addresses, counted), turned(addresses))
    assert len(asked) < 12
