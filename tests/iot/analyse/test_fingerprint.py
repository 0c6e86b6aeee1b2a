"""Parameters of a match: captures are data, templates are filled once."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.fingerprint import Fingerprint


def rule(fixed, captured):
    return Fingerprint(source="x", pattern="x", fixed=fixed, captured=captured)


def test_captures_and_fixed_values_stand_side_by_side():
    made = rule({"hw.vendor": "Example"}, {"hw.product": 1, "os.version": 2})
    assert made.values(("EX-1", None)) == {
        "hw.vendor": "Example",
        "hw.product": "EX-1",
        "os.version": "",
    }


def test_templates_are_filled_through_templates():
    made = rule({"a": "{b} of {c}", "b": "B {c}"}, {"c": 1})
    assert made.values(("x",)) == {"a": "B x of x", "b": "B x", "c": "x"}


def test_a_template_that_names_itself_is_left_out():
    assert rule({"a": "{a}"}, {}).values(()) == {}


def test_a_cpe_takes_escaped_values_and_a_dash_for_none():
    made = rule({"os.cpe23": "cpe:/o:x:{p}_firmware:{v}"}, {"p": 1, "v": 2})
    assert made.values(("LAN-W300N/R", None))["os.cpe23"] == "cpe:/o:x:lan-w300n_r_firmware:-"


@given(st.text(max_size=50))
def test_captured_text_is_never_a_template(text):
    made = rule({"a": "<{b}>", "c": "secret", "d": "cpe:/a:x:{b}:1"}, {"b": 1})
    values = made.values((text,))
    assert values["a"] == f"<{text}>"
    assert values["d"].count(":") == 4
