"""Filters: what can be read, and what to do about the rest."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import ClientException

from noroshi.console.taxii.filters import MOST, Filters, Place, filters_of


def test_nothing_asks_for_the_last_versions():
    assert filters_of({}) == Filters()


def test_every_filter_is_read():
    told = filters_of(
        {
            "match[id]": "a,b",
            "match[type]": "indicator",
            "match[spec_version]": "2.1,2.0",
            "match[version]": "first,2026-01-01T00:00:00.000001Z",
            "added_after": "2026-01-01T09:00:00+09:00",
            "limit": "7",
            "next": Place(2, 9).token(),
        }
    )
    assert told.ids == {"a", "b"}
    assert told.types == {"indicator"}
    assert told.spec
    assert told.words == {"first"}
    assert told.moments == {datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)}
    assert told.added_after == datetime(2026, 1, 1, tzinfo=UTC)
    assert (told.limit, told.place) == (7, Place(2, 9))


def test_a_large_limit_is_the_servers_own():
    assert filters_of({"limit": "9" * 30}).limit == MOST


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"limit": "٣"},
        {"limit": ""},
        {"added_after": ""},
        {"added_after": "yesterday"},
        {"added_after": "2026-01-01T00:00:00"},
        {"added_after": "0001-01-01T00:00:00+23:00"},
        {"match[version]": "newest"},
        {"match[id]": ","},
        {"match[type]": ",".join(map(str, range(101)))},
        {"next": "x"},
        {"next": ""},
        {"next": "狼"},
        {"next": "LTEuMA=="},
    ],
)
def test_what_cannot_be_read_says_so(query):
    with pytest.raises(ClientException):
        filters_of(query)


@given(st.integers(0, 999), st.integers(0, 2**63 - 1))
def test_a_place_comes_back_from_its_token(fixed, sequence):
    assert Place.of(Place(fixed, sequence).token()) == Place(fixed, sequence)


@given(
    st.dictionaries(st.sampled_from(["limit", "next", "added_after", "match[version]"]), st.text())
)
def test_any_query_is_read_or_refused(query):
    with suppress(ClientException):
        assert filters_of(query).limit >= 1
