"""`noroshi jobs run` does one job now."""

import json


def test_a_job_tells_what_it_counted(noroshi, tmp_path):
    row = json.loads(noroshi("jobs", "run", "audit-checkpoint", "--json").stdout)
    assert (row["outcome"], row["counts"]) == ("done", {"covered": 0})
    assert (
        noroshi("jobs", "run", "audit-checkpoint").stdout == "audit-checkpoint: done (covered 0)\n"
    )


def test_a_job_that_there_is_not_ends_with_2(noroshi):
    done = noroshi("jobs", "run", "tea")
    assert done.returncode == 2
    assert "there is no job 'tea'" in done.stderr


def test_a_job_that_fails_ends_with_3(noroshi, tmp_path):
    noroshi("init")
    (tmp_path / "home" / "audit.jsonl").write_text("nonsense\n")
    done = noroshi("jobs", "run", "audit-checkpoint")
    assert done.returncode == 3
    assert "failed: the last line of" in done.stdout
