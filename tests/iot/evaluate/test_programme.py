"""Programme: counts by arm and state become what the figures use."""

from noroshi.iot.evaluate.programme import Progress


def test_control_and_told_are_kept_apart():
    counts = {
        ("letter", "drawn"): 2, ("letter", "notified"): 5, ("mail", "reached"): 1,
        ("letter", "fixed"): 4, ("none", "drawn"): 6, ("none", "fixed"): 3,
        ("urgent", "fixed"): 1,
    }  # fmt: skip
    made = Progress.of(counts)
    assert made.as_counts() == {
        "devices": 22, "told": 11, "reached": 1, "fixed": 5, "control": 9, "fixed in control": 3,
    }  # fmt: skip
    assert made.states == {"drawn": 8, "notified": 5, "reached": 1, "fixed": 8}


def test_nothing_is_nothing():
    assert Progress.of({}).devices == 0
