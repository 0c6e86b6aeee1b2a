"""Actions: shares, what is lacking, and the cheapest step."""

from noroshi.readiness.manrs.judge.actions import (
    cheapest,
    coordination,
    filtering,
    spoofing,
    validation,
)


def test_what_was_not_given_never_counts_as_good():
    for action in (
        filtering(0, [], []),
        spoofing(0, []),
        coordination([], []),
        validation(0, [], []),
    ):
        assert (action.score, action.level.value, action.next_step) == (None, "unknown", None)
        assert "nothing to look at" in action.check("AS64500").text.en


def test_scores_and_levels():
    assert filtering(10, [], []).level == "good"
    assert filtering(17, ["a"], ["b", "c"]).level == "warn"
    assert spoofing(1, ["interface 7"]).level == "bad"
    assert coordination(["AS1"], ["AS2 abuse", "AS2 technical"]).score == 0.5
    assert validation(1, ["x"] * 3, ["y"] * 6).score == 0.1


def test_the_cheapest_step_brings_most():
    actions = [
        filtering(1, ["a"], []),
        spoofing(1, ["interface 7"]),
        coordination(["AS1"], ["AS2 abuse"]),
        validation(1, [], ["x", "y"]),
    ]
    step = cheapest(actions)
    assert (step.cost, "ROA of x" in step.text.en) == (1, True)
    assert cheapest([filtering(1, [], [])]) is None


def test_long_lists_are_cut():
    assert "and 5 more" in validation(0, [], [str(n) for n in range(10)]).check("AS1").text.en
