"""Spool: what goes in mixed comes out sorted, and whole."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.spool import Spool


@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=20))))
def test_each_part_keeps_its_pieces_in_order(pieces):
    with Spool() as spool:
        for part, octets in pieces:
            spool.add(part, octets)
        assert spool.parts() == list(dict.fromkeys(part for part, _ in pieces))
        for name in "abc":
            assert list(spool.pieces(name)) == [octets for part, octets in pieces if part == name]
