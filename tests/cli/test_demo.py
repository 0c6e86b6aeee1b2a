"""The command `demo`: what it writes and what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli


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
