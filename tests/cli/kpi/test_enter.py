"""`noroshi kpi enter`: costs and targets, once."""

import json


def test_a_cost_stands_in_the_report(noroshi):
    assert noroshi("kpi", "enter", "programme.participants", "--cost", "500").returncode == 0
    told = noroshi("kpi", "enter", "programme.participants", "--target", "3", "--json")
    assert json.loads(told.stdout)["target"] == 3
    rows = [json.loads(line) for line in noroshi("kpi", "report", "--json").stdout.splitlines()]
    (line,) = [row for row in rows if row["name"] == "programme.participants"]
    assert (line["cost_yen"], line["target"], line["result"]) == (500, 3, None)


def test_entering_nothing_is_wrong_use(noroshi):
    told = noroshi("kpi", "enter", "programme.participants")
    assert told.returncode == 2
    assert "give --cost, --target or both" in told.stderr
