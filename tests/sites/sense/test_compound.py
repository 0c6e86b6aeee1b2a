"""Compound files are read within bounds, whatever their tables say."""

from struct import pack, pack_into

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.sense import compound
from noroshi.sites.sense.compound import MAGIC, open_compound
from noroshi.spine.model import InputError
from noroshi.testing.outlook import compound_file


def read_all(octets):
    opened = open_compound(octets)
    return {name: opened.read(one) for name, one in opened.inside(opened.root).items()}


def test_a_file_of_more_than_seven_megabytes_names_its_tables_in_a_chain():
    octets = bytearray(compound_file({"large": b"x" * 70_000}))
    tables = octets[76:84]
    more = bytes(tables) + b"\xff" * 500 + b"\xfe\xff\xff\xff"
    octets += more
    pack_into("<I", octets, 68, len(octets) // 512 - 2)
    octets[76:84] = b"\xff" * 8
    assert read_all(bytes(octets)) == {"large": b"x" * 70_000}


def test_a_chain_in_a_circle_ends():
    octets = bytearray(compound_file({"large": b"x" * 5_000}))
    table_at = (int.from_bytes(octets[76:80], "little") + 1) * 512
    octets[table_at : table_at + 4] = pack("<I", 0)
    assert len(read_all(bytes(octets))["large"]) == 5_000


def test_names_in_a_circle_are_each_read_once():
    octets = bytearray(compound_file({"a": b"1", "b": b"2"}))
    names_at = (int.from_bytes(octets[48:52], "little") + 1) * 512
    for entry in (1, 2):
        pack_into("<III", octets, names_at + 128 * entry + 68, 1, 2, 0)
    assert {"a", "b"} <= set(read_all(bytes(octets)))


def test_many_streams_that_share_a_chain_are_refused(monkeypatch):
    octets = compound_file({f"s{at}": b"x" * 5_000 for at in range(20)})
    monkeypatch.setattr(compound, "MOST_READ", 60_000)
    with pytest.raises(InputError, match="mail-too-large"):
        read_all(octets)


def test_more_names_than_any_message_has_are_refused(monkeypatch):
    monkeypatch.setattr(compound, "MOST_ENTRIES", 8)
    with pytest.raises(InputError, match="mail-too-deep"):
        open_compound(compound_file({str(at): b"" for at in range(9)}))


@pytest.mark.parametrize(
    ("octets", "reason"),
    [(b"", "no-msg"), (MAGIC, "msg-broken"), (MAGIC + bytes(600), "msg-broken"),
     (compound_file({"a": b"1"})[:512], "msg-broken")],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(octets, reason):
    with pytest.raises(InputError, match=reason):
        open_compound(octets)


WHOLE = compound_file({"small": b"abc", "large": b"x" * 6_000, "folder": {"in": b"y"}})


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), max_size=12),
    st.integers(0, len(WHOLE)),
)  # fmt: skip
def test_any_damage_is_read_around_or_refused(damage, kept):
    octets = bytearray(WHOLE)
    for at, put in damage:
        octets[at : at + len(put)] = put
    for one in (bytes(octets), bytes(octets[:kept])):
        try:
            found = read_all(one)
        except InputError:
            continue
        assert sum(map(len, found.values())) <= len(found) * len(WHOLE)
