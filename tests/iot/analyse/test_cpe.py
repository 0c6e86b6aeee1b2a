"""CPE: both bindings, one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.cpe import Cpe, parse_cpe


@pytest.mark.parametrize(
    ("text", "cpe"),
    [
        ("cpe:/o:example:ex-1_firmware:1.02", ("o", "example", "ex-1_firmware", "1.02")),
        ("cpe:/a:Example:Thing", ("a", "example", "thing", "*")),
        ("cpe:/a:x:y%2bz:-", ("a", "x", "y+z", "-")),
        ("cpe:2.3:h:example:ex\\:1:*:*:*:*:*:*:*:*", ("h", "example", "ex:1", "*")),
        ("cpe:2.3:a:x:y\\+z:1.0:rc1:*:*:*:*:*:*", ("a", "x", "y+z", "1.0")),
    ],
)
def test_both_bindings_are_read(text, cpe):
    assert parse_cpe(text) == Cpe(*cpe)


@pytest.mark.parametrize("text", ["", "cpe:/x:a:b", "cpe:/a:only", "cpe:2.3:a", "other"])
def test_what_names_no_product_is_none(text):
    assert parse_cpe(text) is None


def test_the_formatted_string_has_thirteen_parts_and_escapes():
    made = Cpe("a", "x", "y+z", "1.0")
    assert str(made) == "cpe:2.3:a:x:y\\+z:1.0:*:*:*:*:*:*:*"
    assert made.has_version
    assert not Cpe("a", "x", "y", "-").has_version


NAMES = st.text("abc019._-+!/:", min_size=1, max_size=20).filter(lambda text: text != "-")


@given(NAMES, NAMES, NAMES)
def test_a_formatted_string_reads_back_as_itself(vendor, product, version):
    made = Cpe("o", vendor, product, version)
    assert parse_cpe(str(made)) == made


@given(st.text(max_size=100))
def test_any_text_is_answered(text):
    for start in ("", "cpe:/", "cpe:2.3:"):
        parse_cpe(start + text)
