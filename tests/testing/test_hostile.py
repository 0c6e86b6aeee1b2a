"""Hostile values: usable, yet full of what breaks careless writers."""

from hypothesis import Phase, given, settings

from noroshi.spine.model import SubjectKind
from noroshi.testing.hostile import TRICKS, hostile_indicators, hostile_lists


@given(hostile_lists())
def test_each_subject_comes_once_and_has_an_id(made):
    assert len({one.id for one in made}) == len(made)


def test_every_kind_of_subject_and_many_tricks_come():
    kinds, labels = set(), set()

    @settings(max_examples=200, derandomize=True, database=None, phases=[Phase.generate])
    @given(hostile_indicators())
    def collect(one):
        kinds.add(one.subject.kind)
        labels.add(one.label)

    collect()
    assert kinds == {SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.DOMAIN, SubjectKind.URL}
    assert len(labels & set(TRICKS)) > len(TRICKS) / 2
