import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.explain.charts.svg import at, boxes, drawing, label, polyline, tag

TEXT = st.text(st.characters(codec=None), max_size=60)


@given(st.floats())
def test_a_coordinate_is_a_plain_decimal(value):
    assert re.fullmatch(r"-?\d{1,6}(\.\d)?", at(value))


@given(TEXT, TEXT, TEXT, st.floats())
def test_any_text_makes_a_well_formed_drawing(title, text, attribute, x):
    drawn = drawing(
        label(x, x, text, room_em=8), tag("g", class_=attribute),
        width=100, height=x, title=title, description=text, key="k",
    )  # fmt: skip
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "k-t k-d"


def test_a_cut_label_keeps_the_whole_in_its_title():
    root = ElementTree.fromstring(label(0, 0, "a" * 100, room_em=10))
    assert root.find("title").text == "a" * 100
    assert root.find("title").tail.endswith("…")


def test_nothing_draws_nothing():
    assert boxes([], "mark") == polyline([], "outline") == ""
