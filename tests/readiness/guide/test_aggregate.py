"""Groups of declared scores: no number points at fewer than three operators."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.guide.aggregate import FEWEST, overview
from noroshi.spine.store.readiness_scores import DeclaredScore

AT = datetime(2026, 9, 1, tzinfo=UTC)


def made(number, score=0.5, *, follows=False, rpki=0.5):
    return DeclaredScore(
        operator_id=f"op-{number}", received_at=AT, scored_at=AT, edition="0a", follows=follows,
        score=score, coverage=0.9, technologies={"rpki": rpki},
    )  # fmt: skip


def test_nobody_is_zero():
    found = overview([])
    assert (found.declared, found.following) == (0, 0)
    assert found.groups[0].as_dict()["operators"] == 0


def test_two_are_fewer_than_three():
    found = overview([made(1, follows=True), made(2)])
    assert found.as_dict()["declared"] == "<3"
    assert found.following is None
    assert found.groups[0].middle is None


def test_a_part_that_leaves_a_small_rest_is_not_told():
    assert overview([made(n, follows=n < 3) for n in range(4)]).following is None
    assert overview([made(n, follows=n < 3) for n in range(6)]).following == 3
    assert overview([made(n, follows=True) for n in range(4)]).following == 4


def test_groups_tell_the_middle_in_steps_of_five():
    found = overview([made(n, score=n / 10) for n in range(9)])
    assert (found.groups[0].operators, found.groups[0].middle) == (9, 0.4)
    assert found.groups[0].low == 0.2
    assert found.groups[0].high == 0.6
    assert overview([made(n) for n in range(3)]).groups[0].low is None


@given(st.lists(st.tuples(st.none() | st.floats(0, 1), st.booleans()), max_size=8))
def test_no_count_is_one_or_two(scores):
    found = overview([made(n, score, follows=follows) for n, (score, follows) in enumerate(scores)])
    counts = [found.declared, found.following, *(group.operators for group in found.groups)]
    assert all(count is None or count == 0 or count >= FEWEST for count in counts)
