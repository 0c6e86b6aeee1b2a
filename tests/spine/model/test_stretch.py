"""Stretches: indicators as columns, none lost and none out of place."""

from hypothesis import given

from noroshi.spine.model import Endpoint, Subject, rfc3339
from noroshi.spine.model.stretch import ENTRIES, stretches_of
from noroshi.testing.hostile import hostile_lists
from noroshi.testing.indicators import make_indicator


def test_a_long_list_comes_in_stretches_and_in_order():
    many = [
        make_indicator(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")))
        for port in range(1, 2 * ENTRIES + 2)
    ]
    stretches = list(stretches_of(many))
    assert [len(one.ids) for one in stretches] == [ENTRIES, ENTRIES, 1]
    assert [name for one in stretches for name in one.ids] == [one.id for one in many]


def test_an_empty_list_has_no_stretch():
    assert list(stretches_of([])) == []


def test_some_entries_of_a_stretch_are_picked_in_all_columns():
    made = [make_indicator(Subject.ip(f"192.0.2.{n}")) for n in range(4)]
    (stretch,), wanted = stretches_of(made), [True, False, False, True]
    (few,) = stretches_of([made[0], made[3]])
    picked = stretch.picked(wanted)
    assert (picked.ids, picked.values, picked.tlps) == (few.ids, few.values, few.tlps)
    assert picked.reasons() == few.reasons()


@given(hostile_lists())
def test_every_column_tells_what_the_indicator_does(made):
    for stretch in stretches_of(made):
        assert list(stretch.subjects()) == [one.subject for one in made]
        assert stretch.reasons() == [one.reasons for one in made]
        columns = zip(
            stretch.ids, stretch.kinds, stretch.labels, stretch.confidences, stretch.tlps,
            stretch.first_seen, stretch.last_seen, stretch.valid_from, stretch.valid_until,
            stretch.revoked, strict=True,
        )  # fmt: skip
        assert list(columns) == [
            (
                one.id, one.kind, one.label, one.confidence, one.tlp.value,
                rfc3339(one.first_seen), rfc3339(one.last_seen), rfc3339(one.valid_from),
                rfc3339(one.valid_until), one.revoked,
            )
            for one in made
        ]  # fmt: skip
