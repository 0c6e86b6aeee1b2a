"""Plain: text that cannot break out of its line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.relay.share.plain import LONGEST, facts, facts_of, is_readable, plain
from noroshi.spine.model.stretch import stretches_of
from noroshi.testing.hostile import hostile_lists


@given(st.text())
def test_plain_text_is_one_bounded_line_that_can_be_written(text):
    flat = plain(text)
    assert len(flat.splitlines()) <= 1
    assert len(flat) <= LONGEST
    flat.encode()


@settings(max_examples=60, deadline=None)
@given(hostile_lists())
def test_the_facts_of_many_are_those_of_each(made):
    told = [one for stretch in stretches_of(made) for one in facts_of(stretch)]
    subjects = [one.subject for one in made]
    assert told == [facts(one) if is_readable(one) else None for one in subjects]
