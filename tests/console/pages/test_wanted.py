"""Wanted: the address is the filter, and the filter is the address."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import ClientException

from noroshi.console.pages.wanted import Wanted, each_of, whole
from noroshi.console.reach import Shown
from noroshi.spine.model import Standing, Tlp

texts = st.text(max_size=30).map(str.strip)


@given(
    q=texts, label=texts, kind=texts, collection=texts,
    standing=st.sampled_from(["", *Standing]), tlp=st.sampled_from(["", *Tlp]),
    confidence=st.integers(0, 100),
)  # fmt: skip
def test_a_filter_survives_its_address(q, label, kind, collection, standing, tlp, confidence):
    wanted = Wanted(
        q=q, label=label, kind=kind, collection=collection, standing=str(standing), tlp=str(tlp),
        confidence=confidence,
    )  # fmt: skip
    assert Wanted.of(dict(parse_qsl(wanted.query()))) == wanted


SHOWN = Shown(markings={"c2-servers": (Tlp.GREEN,)})


def test_a_filter_never_widens_what_a_reader_may_see():
    choice = Wanted(collection="routing", tlp="TLP:RED").choice(SHOWN)
    assert choice.marked == ()
    choice = Wanted(tlp="TLP:RED").choice(SHOWN)
    assert choice.marked == (("c2-servers", ()),)


def test_setting_and_taking_away_a_facet():
    wanted = Wanted(q="a").having("standing", "live")
    assert wanted == Wanted(q="a", standing="live")
    assert wanted.without("standing") == Wanted(q="a")


@pytest.mark.parametrize(
    "query",
    [{"standing": "gone"}, {"tlp": "TLP:PINK"}, {"confidence": "101"}, {"confidence": "x"}, {"q": "a" * 201}],
)  # fmt: skip
def test_what_cannot_be_a_filter_is_refused(query):
    with pytest.raises(ClientException):
        Wanted.of(query)


@pytest.mark.parametrize("text", ["-1", "1.5", "٣", "9" * 30, "1e3"])
def test_only_whole_numbers_are_whole(text):
    with pytest.raises(ClientException):
        whole({"n": text}, "n", most=10**9)


def test_what_is_ticked_once_and_twice_reads_alike():
    assert each_of("a") == each_of(["a"]) == ["a"]
    assert each_of(["a", "b"]) == ["a", "b"]
