"""Memo: made once, and bounded."""

from noroshi.spine.model.memo import Memo


def test_what_comes_again_is_made_once():
    made = []
    memo = Memo(lambda text: made.append(text) or text.upper())
    assert list(map(memo.__getitem__, ["a", "b", "a"])) == ["A", "B", "A"]
    assert made == ["a", "b"]


def test_a_column_without_repeats_does_not_fill_memory():
    memo = Memo(str, most=10)
    assert [memo[number] for number in range(100)] == [str(number) for number in range(100)]
    assert len(memo) <= 10
