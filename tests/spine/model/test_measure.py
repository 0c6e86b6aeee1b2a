"""A measure is a figure with its parts."""

import pytest

from noroshi.spine.model import Measure, Window


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"), [(9, 10, 0.9), (7, None, 7), (0, 0, None), (0, 5, 0)]
)
def test_the_value_is_the_rate_or_the_count_or_unknown(
    numerator: float, denominator: float | None, value: float | None
) -> None:
    measure = Measure(
        name="c2.match-rate",
        window=Window.of_ms(0, 1),
        numerator=numerator,
        denominator=denominator,
        target=0.9,
        unit="1",
        query="noroshi c2 match",
    )
    assert measure.value == value
