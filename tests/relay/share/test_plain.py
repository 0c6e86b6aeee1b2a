"""Plain: text that cannot break out of its line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.relay.share.plain import LONGEST, facts, is_readable, plain, told_of
from noroshi.spine.model.stretch import stretches_of
from noroshi.testing.hostile import handmade_lists, hostile_lists


@given(st.text())
def test_plain_text_is_one_bounded_line_that_can_be_written(text):
    flat = plain(text)
    assert len(flat.splitlines()) <= 1
    assert len(flat) <= LONGEST
    flat.encode()


@settings(max_examples=60, deadline=None)
@given(hostile_lists() | handmade_lists())
def test_what_is_told_of_many_is_what_is_told_of_each(made):
    told = [
        (name, value, service and service[:2])
        for part in map(told_of, stretches_of(made))
        for name, value, service in zip(part.stretch.ids, part.values, part.services, strict=True)
    ]
    readable = [(one.id, facts(one.subject)) for one in made if is_readable(one.subject)]
    assert told == [
        (name, value, None if port is None else (port, protocol))
        for name, (value, port, protocol) in readable
    ]
