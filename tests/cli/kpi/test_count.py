"""`noroshi kpi count`: one line a figure, with data or without."""

import json

from noroshi.relay.kpi import FIGURES


def test_a_fresh_home_has_no_data_anywhere(noroshi):
    rows = [json.loads(line) for line in noroshi("kpi", "count", "--json").stdout.splitlines()]
    assert [row["name"] for row in rows] == list(FIGURES)
    assert {row["result"] for row in rows} == {None}
    assert noroshi("kpi", "count").stdout.count("no data") == len(FIGURES)


def test_a_year_to_come_is_wrong_use(noroshi):
    told = noroshi("kpi", "count", "--year", "2199")
    assert told.returncode == 2
    assert "begins on 2199-04-01" in told.stderr
