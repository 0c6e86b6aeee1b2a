"""The continuous run does every stage, ends with one closing line, and fails when a stage does."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAKE = """#!/bin/sh
echo "make $1" >> "$LOG"
case "$1" in
  test) echo "{first}"; echo "TOTAL 99%" ;;
  test-slow) echo "{slow}" ;;
  test-alone) echo "{alone}" ;;
esac
case " {fails} " in *" $1 "*) exit 1 ;; esac
"""

FIRST = "== 12 passed, 2 skipped in 3.45s =="


def run(
    folder: Path, *, slow: str, fails: str = "", alone: str = "", first: str = FIRST
) -> tuple[subprocess.CompletedProcess[str], str]:
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci")
    tools = folder / "bin"
    tools.mkdir()
    make = tools / "make"
    make.write_text(MAKE.format(slow=slow, fails=fails, alone=alone, first=first))
    make.chmod(0o755)
    done = subprocess.run(
        [str(folder / ".ci" / "run")],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={"PATH": f"{tools}:/usr/bin:/bin", "LOG": str(folder / "log"), "CI": "true"},
    )
    return done, (folder / "log").read_text()


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.splitlines()[-1]


def test_every_stage_runs_and_the_sum_comes_last(tmp_path: Path) -> None:
    done, log = run(tmp_path, slow="== 3 passed, 12 deselected in 61.00s (0:01:01) ==")
    assert log.split("make ")[1:] == ["test\n", "check\n", "test-slow\n"]
    assert done.returncode == 0
    assert last_line(done) == "15 passed, 0 failed, 2 skipped"


def test_a_stage_without_tests_adds_none(tmp_path: Path) -> None:
    done, _ = run(tmp_path, slow="== no tests ran in 0.10s ==")
    assert last_line(done) == "12 passed, 0 failed, 2 skipped"


LINE = "== 2 failed, 1 passed, 3 errors in 1.00s =="


def test_failures_and_errors_are_counted(tmp_path: Path) -> None:
    alone = "== 2 failed, 2 passed, 1 error in 1.00s =="
    done, _ = run(tmp_path, slow=LINE, fails="test-slow test-alone", alone=alone)
    assert done.returncode == 1
    assert last_line(done) == "15 passed, 3 failed, 2 skipped"


def test_a_journey_that_passes_alone_is_named_and_does_not_fail_the_run(tmp_path: Path) -> None:
    slow = f"FAILED tests/journeys/test_one.py::test_a\n{LINE}"
    done, log = run(tmp_path, slow=slow, fails="test-slow", alone="== 5 passed in 1.00s ==")
    assert done.returncode == 0
    assert log.split("make ")[-1] == "test-alone\n"
    assert "alone:\nFAILED tests/journeys/test_one.py::test_a\n" in done.stdout
    assert last_line(done) == "18 passed, 0 failed, 2 skipped"


def test_what_failed_in_any_stage_is_tried_alone_after_all_of_them(tmp_path: Path) -> None:
    first = "FAILED tests/test_one.py::test_a\\n== 1 failed, 11 passed in 1.00s =="
    alone = "== 1 failed, 5 passed in 1.00s =="
    done, log = run(
        tmp_path, first=first, slow=LINE, fails="test test-slow test-alone", alone=alone
    )
    assert done.returncode == 1
    assert log.split("make ")[1:] == ["test\n", "check\n", "test-slow\n", "test-alone\n"]
    assert last_line(done) == "17 passed, 1 failed, 0 skipped"


def test_failures_that_cannot_be_found_again_fail_the_run(tmp_path: Path) -> None:
    alone = "== no tests ran in 0.10s =="
    done, _ = run(tmp_path, slow=LINE, fails="test-slow test-alone", alone=alone)
    assert done.returncode == 1


@pytest.mark.parametrize("stage", ["test", "check", "test-slow"])
def test_a_failed_stage_fails_the_run_and_the_others_still_run(tmp_path: Path, stage: str) -> None:
    done, log = run(tmp_path, slow="", fails=stage)
    assert done.returncode == 1
    assert log.count("make ") == 3
