"""End of life: the most particular line of versions counts."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.cpe import Cpe
from noroshi.iot.judge.endoflife import last_day, parse_end_of_life
from noroshi.spine.model import InputError

PRODUCT = {
    "name": "exos",
    "identifiers": [
        {"type": "purl", "id": "pkg:x/y"},
        {"type": "cpe", "id": "cpe:2.3:o:example:exos"},
        {"type": "cpe", "id": "cpe:/o:example:exos"},
    ],
    "releases": [
        {"name": "7", "isEol": False, "eolFrom": None},
        {"name": "7.1", "isEol": True, "eolFrom": "2024-05-01"},
        {"name": "6", "isEol": True, "eolFrom": "2022-01-31"},
    ],
}
CPE = Cpe("o", "example", "exos", "*")


def lines(value=PRODUCT):
    return parse_end_of_life(json.dumps({"schema_version": "1.2", "result": value}).encode())


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("6", date(2022, 1, 31)), ("6.4.2", date(2022, 1, 31)), ("7.1", date(2024, 5, 1)),
        ("7.1rc2", date(2024, 5, 1)), ("7.10", None), ("7.2", None), ("60", None), ("5", None),
    ],
)  # fmt: skip
def test_a_version_belongs_to_its_line(version, day):
    assert last_day(lines(), CPE, version) == day


def test_one_product_and_all_products_are_read_alike():
    assert lines() == lines([PRODUCT, {"releases": []}])
    assert len(lines()) == 3


def test_another_product_has_no_day():
    assert last_day(lines(), Cpe("a", "example", "exos", "*"), "6") is None


@given(st.binary(max_size=100))
def test_any_octets_are_refused_in_words(octets):
    with pytest.raises(InputError):
        parse_end_of_life(octets)


@pytest.mark.parametrize("text", ["{}", "[]", '{"result": 1}', '{"result": {"releases": 1}}'])
def test_other_json_is_refused_in_words(text):
    with pytest.raises(InputError):
        parse_end_of_life(text.encode())
