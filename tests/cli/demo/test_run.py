"""The command `demo`: what it writes and what it refuses."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.demo.run import day_of
from noroshi.cli.main import cli
from noroshi.lab.plan import A_DAY


def test_make_only_writes_captures_and_prints_one_object_each(tmp_path):
    out = tmp_path / "out"
    done = CliRunner().invoke(
        cli,
        [
            "--home",
            str(tmp_path / "home"),
            "demo",
            "--make-only",
            "--json",
            "--subscribers",
            "60",
            "--out",
            str(out),
        ],
    )
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(row["file"]).parent for row in rows} == {out}
    assert all(Path(row["file"]).stat().st_size > 24 for row in rows)
    assert (out / "truth.jsonl").exists()


@pytest.mark.parametrize("wrong", [["--subscribers", "0"], ["--seed", "-1"]])
def test_absurd_wishes_are_refused(tmp_path, wrong):
    done = CliRunner().invoke(cli, ["--home", str(tmp_path), "demo", *wrong])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("day", "now", "start"),
    [
        (None, datetime(2026, 4, 2, 14, 59, tzinfo=UTC), datetime(2026, 3, 31, 15, tzinfo=UTC)),
        (None, datetime(2026, 4, 2, 15, 0, tzinfo=UTC), datetime(2026, 4, 1, 15, tzinfo=UTC)),
        (datetime(2026, 4, 1), datetime(2030, 1, 1, tzinfo=UTC), A_DAY.start),  # noqa: DTZ001  # a date
    ],
)
def test_the_made_day_is_yesterday_in_japan_or_the_one_named(day, now, start):
    window = day_of(day, now)
    assert window.start == start
    assert window.duration_s == 86_400


def test_the_console_stays_open_where_it_is_asked_for(tmp_path, monkeypatch):
    served = []
    monkeypatch.setattr("noroshi.cli.up._run", lambda hub, *_: served.append(hub.listen))
    options = ["--subscribers", "40", "--up"]
    done = CliRunner().invoke(cli, ["--home", str(tmp_path / "home"), "demo", *options])
    assert done.exit_code == 0, done.output
    assert served == ["127.0.0.1:8600"]
