"""JSON Lines: members by dotted path; whatever is no object is counted."""

import json

from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.flows.importers.jsonl import JsonLines
from noroshi.spine.flows.tally import Tally

READER = JsonLines(["a", "b.c"])
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner),
)


def rows(*lines):
    tally = Tally()
    table = READER.table(list(READER.objects("\n".join(lines).encode(), tally)), tally)
    return table.to_pylist(), tally


@given(st.lists(VALUE, max_size=8))
def test_objects_are_rows_and_everything_else_is_counted(values):
    found, tally = rows(*(json.dumps(value) for value in values))
    objects = [value for value in values if isinstance(value, dict)]
    assert len(found) == tally.kept == len(objects)
    assert tally.read == len(values)


def test_a_dot_leads_into_an_object_unless_the_key_bears_it():
    found, _ = rows('{"a": 1, "b": {"c": "x"}}', '{"b.c": 2.5, "b": {"c": 3}}', '{"b": 7}')
    assert found == [{"a": "1", "b.c": "x"}, {"a": None, "b.c": "2.5"}, {"a": None, "b.c": None}]


def test_a_deep_nest_is_a_bad_row():
    found, tally = rows('{"a":' + "[" * 100_000 + "]" * 100_000 + "}")
    assert found == []
    assert tally.refused == {"bad-row": 1}
