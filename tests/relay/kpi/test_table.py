"""Table: one line a figure, empty where there is no data."""

import csv
from io import StringIO

from noroshi.relay.kpi import FIGURES, as_csv


def test_every_figure_is_a_line_and_missing_data_is_empty(lines_of, measured, entered):
    lines = lines_of([measured("c2.match-rate", 9, 12)], [entered("c2.match-rate", 5)]).values()
    rows = list(csv.DictReader(StringIO(as_csv(lines, "ja").decode())))
    assert [row["name"] for row in rows] == list(FIGURES)
    assert rows[0]["result"] == "0.75"
    assert rows[0]["achievement_percent"] == "83.3"
    assert rows[0]["cost_yen"] == "5"
    assert rows[1]["result"] == rows[1]["achievement_percent"] == rows[1]["query"] == ""
    assert rows[0]["title"] == FIGURES["c2.match-rate"].title.ja
