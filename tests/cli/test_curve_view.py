"""A curve in a line: full at the start, empty where nothing is left."""

import math

from noroshi.cli.curve_view import WIDTH, known, line_of
from noroshi.spine.model.survival import Lasted, survival_of


def test_a_line_begins_full_and_falls():
    line = line_of(survival_of([Lasted(1, True), Lasted(4, True)]), 4)
    assert (line[0], line[WIDTH // 2], line[-1]) == ("█", "▄", " ")


def test_what_is_undefined_is_null_for_machines():
    assert (known(math.nan), known(0.5)) == (None, 0.5)
