"""Logs go to stderr, as lines for people or for machines."""

import json
from collections.abc import Iterator

import pytest
import structlog

from noroshi.spine.home import start_logs


@pytest.fixture(autouse=True)
def fresh_logs() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_machine_lines_are_json_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    start_logs(verbose=False, as_json=True)
    structlog.get_logger().warning("refused", reason="壊れた", rows=3)
    out, err = capsys.readouterr()
    assert out == ""
    line = json.loads(err)
    assert (line["event"], line["reason"], line["rows"]) == ("refused", "壊れた", 3)


def test_people_s_lines_are_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    start_logs(verbose=False, as_json=False)
    structlog.get_logger().warning("refused", rows=3)
    out, err = capsys.readouterr()
    assert out == ""
    assert "refused" in err


@pytest.mark.parametrize(("verbose", "heard"), [(True, True), (False, False)])
def test_steps_are_told_only_when_asked(
    capsys: pytest.CaptureFixture[str], verbose: bool, heard: bool
) -> None:
    start_logs(verbose=verbose, as_json=True)
    structlog.get_logger().info("step")
    assert bool(capsys.readouterr().err) is heard
