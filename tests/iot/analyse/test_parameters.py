"""Parameters of a match: captures are data, templates are filled once."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.parameters import parameters_of


def test_captures_and_fixed_values_stand_side_by_side():
    made = parameters_of({"hw.vendor": "Example"}, {"hw.product": 1, "os.version": 2})
    assert made.of((b"EX-1", None)) == {
        "hw.vendor": "Example",
        "hw.product": "EX-1",
        "os.version": "",
    }


def test_parameters_are_the_same_for_all_matches_where_nothing_is_captured():
    made = parameters_of({"hw.family": "EX", "hw.product": "{hw.family} 1 "}, {})
    assert made.same == made.of(()) == {"hw.family": "EX", "hw.product": "EX 1"}
    assert parameters_of({"hw.family": "EX"}, {"hw.model": 1}).same is None


def test_a_captured_value_gives_way_to_a_fixed_one():
    made = parameters_of({"a": "fixed", "b": "{a}"}, {"a": 1})
    assert made.of((b"captured",)) == {"a": "fixed", "b": "fixed"}


def test_a_group_that_the_pattern_does_not_have_tells_nothing():
    made = parameters_of({"b": "<{a}>", "c": "cpe:/a:x:y:{a}"}, {"a": 2})
    assert made.of((b"1",)) == {"b": "<>", "c": "cpe:/a:x:y:-"}


def test_templates_are_filled_through_templates():
    made = parameters_of({"a": "{b} of {c}", "b": "B {c}"}, {"c": 1})
    assert made.of((b"x",)) == {"a": "B x of x", "b": "B x", "c": "x"}


def test_a_template_that_names_itself_is_left_out():
    assert parameters_of({"a": "{a}"}, {}).of(()) == {}


def test_one_match_leaves_nothing_for_the_next():
    made = parameters_of({"a": "{b}", "c": "C"}, {"b": 1})
    assert [made.of((one,))["a"] for one in (b"1", None, b"2")] == ["1", "", "2"]


def test_a_cpe_takes_escaped_values_and_a_dash_for_none():
    made = parameters_of({"os.cpe23": "cpe:/o:x:{p}_firmware:{v}"}, {"p": 1, "v": 2})
    assert made.of((b"LAN-W300N/R", None))["os.cpe23"] == "cpe:/o:x:lan-w300n_r_firmware:-"


@given(st.text(max_size=50))
def test_captured_text_is_never_a_template(text):
    made = parameters_of({"a": "<{b}>", "c": "secret", "d": "cpe:/a:x:{b}:1"}, {"b": 1})
    values = made.of((text.encode(),))
    assert values["a"] == f"<{text}>"
    assert values["d"].count(":") == 4
