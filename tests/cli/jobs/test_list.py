"""`noroshi jobs list` tells every job and how it went last."""

import json

from noroshi.jobs.clock import TASKS


def test_every_job_is_told_with_its_last_run(noroshi):
    assert noroshi("jobs", "run", "runs-forget", "--json").returncode == 0
    rows = [json.loads(row) for row in noroshi("jobs", "list", "--json").stdout.splitlines()]
    assert [row["name"] for row in rows] == [task.name for task in TASKS]
    by_name = {row["name"]: row for row in rows}
    assert by_name["runs-forget"]["outcome"] == "done"
    assert by_name["lake-tidy"]["last"] is None
    shown = noroshi("jobs", "list", COLUMNS="200", LC_ALL="ja_JP.UTF-8").stdout
    assert "監査記録" in shown


def test_a_job_that_is_off_is_told_so(noroshi):
    shown = noroshi("jobs", "list", COLUMNS="200", NOROSHI__JOBS__EVERY_S='{"lake-tidy": 0}')
    assert "off" in shown.stdout
