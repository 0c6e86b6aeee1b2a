"""Values: objects of a file, however they are strung together; hostile ones are counted."""

import json
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows import blocks
from noroshi.spine.flows.importers import values
from noroshi.spine.flows.importers.values import read_objects
from noroshi.spine.flows.tally import Tally

OBJECTS = st.lists(
    st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2), max_size=3),
    min_size=1, max_size=6,
)  # fmt: skip


def objects(path, content):
    tally = Tally()
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    return [found for _, found in read_objects(path, tally)], tally


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=OBJECTS, indent=st.sampled_from([None, 1]), size=st.integers(1, 40))
def test_arrays_envelopes_and_lines_hold_the_same_objects(tmp_path, monkeypatch, wanted, indent, size):  # fmt: skip
    monkeypatch.setattr(values, "read_blocks", partial(blocks.read_blocks, size=size))
    for content in (
        json.dumps(wanted, indent=indent),
        json.dumps({"records": wanted}, indent=indent),
        "\n".join(json.dumps(value) for value in wanted),
    ):
        found, tally = objects(tmp_path / "a", content)
        assert found == wanted
        assert not tally.refused


@pytest.mark.parametrize(
    "broken",
    ['{"a":' + "[" * 100_000, '{"a":' + "9" * 5_000 + "}", '{"a" 1}', "{'a': 1}", "\x00{", "nonsense"],
)  # fmt: skip
def test_a_broken_value_is_counted_and_the_next_line_read(tmp_path, broken):
    found, tally = objects(tmp_path / "a", f'[{{"x":\n1}},\n{broken}\n,{{"y":2}}]')
    assert found == [{"x": 1}, {"y": 2}]
    assert tally.refused["bad-row"] >= 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_arbitrary_octets_never_raise(tmp_path, octets):
    objects(tmp_path / "a", octets)
    objects(tmp_path / "a", b'[{"a":1},' + octets)
