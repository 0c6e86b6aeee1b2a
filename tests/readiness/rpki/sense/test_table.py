"""Table: layouts found, bad rows counted, arbitrary octets survived."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.table import (
    layout_of,
    looks_like_prefix,
    place_of,
    read_columns,
    whole_lines,
)
from noroshi.spine.model import InputError


def columns(octets, known=("prefix",)):
    refused = Counter()
    found = read_columns(octets, layout_of(octets, known), refused)
    return [column.to_pylist() for column in found], dict(refused)


@pytest.mark.parametrize(
    "octets",
    [
        b"prefix,origin\n192.0.2.0/24,64500\n",
        b"\xef\xbb\xbfPrefix;Origin\r\n192.0.2.0/24;64500\r\n",
        b"# made today\n\n#prefix\torigin\n192.0.2.0/24\t64500",
        b"% comment\n192.0.2.0/24 , 64500\n".replace(b" , ", b","),
    ],
)
def test_comments_headers_and_delimiters_are_seen(octets):
    assert columns(octets) == ([["192.0.2.0/24"], ["64500"]], {})


def test_rows_of_another_width_are_counted():
    found, refused = columns(b"prefix,origin\n192.0.2.0/24,1\n198.51.100.0/24\n203.0.113.0/24,3\n")
    assert found[1] == ["1", "3"]
    assert refused == {"bad-row": 1}


def test_octets_that_are_no_text_stay_in_their_cell():
    assert columns(b"prefix,origin\n192.0.2.0/24,\xff\n")[0][1] == ["�"]


def test_a_row_of_another_width_may_hold_any_octets():
    octets = b"prefix,origin\n192.0.2.0/24,1\n\xff\xfe\n"
    assert columns(octets) == ([["192.0.2.0/24"], ["1"]], {"bad-row": 1})


def test_a_header_alone_gives_no_rows():
    assert columns(b"prefix,origin") == ([[], []], {})


@pytest.mark.parametrize("octets", [b"", b"\n\n# only words\n", b"x" * 70_000, b"1," * 70])
def test_what_is_no_table_is_refused(octets):
    with pytest.raises(InputError):
        layout_of(octets, ["prefix"])


@given(st.binary(max_size=300))
def test_any_octets_are_a_table_or_an_input_error(octets):
    try:
        found, _ = columns(octets)
    except InputError:
        return
    assert len({len(column) for column in found}) == 1


def test_a_cut_takes_the_last_line_away():
    assert whole_lines(b"192.0.2.0/24,1\n192.0.2.0/2") == b"192.0.2.0/24,1\n"
    assert whole_lines(b"192.0.2.0/2") == b""


def test_columns_are_found_by_name_or_form(rpki):
    assert place_of(("a", "asn"), ("origin", "asn")) == 1
    assert place_of(("a",), ("origin",)) is None
    assert looks_like_prefix(rpki.column(["192.0.2.0/24", "2001:db8::/32", "x"]))
    assert not looks_like_prefix(rpki.column(["64500", "64501"]))


def test_wanted_columns_alone_are_given_in_their_order():
    octets, refused = b"prefix,origin,use\n192.0.2.0/24,64500,own\n192.0.2.0/24,1\n", Counter()
    layout = layout_of(octets, ("prefix",))
    found = read_columns(octets, layout, refused, [2, 0])
    assert [column.to_pylist() for column in found] == [["own"], ["192.0.2.0/24"]]
    assert refused == {"bad-row": 1}
    assert (
        read_columns(b"prefix,origin\n", layout_of(b"prefix,origin\n", ("prefix",)), refused, [1])
        != []
    )
