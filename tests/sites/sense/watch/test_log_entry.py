"""Entries are cut out of any octets, or refused."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.sites.sense.watch.log_entry import names_in, read_leaf, read_tile
from noroshi.spine.model import InputError
from noroshi.testing.sources import made_certificate


def test_names_are_lower_case_and_once_and_wildcards_stand_for_the_name_below():
    assert names_in(made_certificate("A.example", "*.a.example", "b.example", "bare")) == (
        "a.example", "b.example",
    )  # fmt: skip


@given(st.binary(max_size=200), st.integers(0, 5))
def test_any_octets_are_entries_or_refused(octets, most):
    for read in (lambda: read_tile(octets, most), lambda: read_leaf(octets, octets), lambda: names_in(octets)):  # fmt: skip
        with suppress(InputError):
            read()


@example(14, 255)  # a serial number below zero
@example(91, 6)  # a country of nine letters
@example(209, 165)  # a name of a kind that is not supported
@given(st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_certificate_has_names_or_is_refused(at, value):
    der = bytearray(made_certificate("a.example"))
    der[at % len(der)] = value
    with suppress(InputError):
        names_in(bytes(der))


def test_a_leaf_of_another_version_is_refused():
    with pytest.raises(InputError, match="entry-unknown"):
        read_leaf(b"\1\0" + bytes(40), b"")
