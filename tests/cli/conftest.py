"""Running the command as a person does."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from noroshi.cli.main import main

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def noroshi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `noroshi …` with a home below the test's own folder, in this process: no start to wait for."""
    others = {name: None for name in os.environ if name.startswith("NOROSHI_")}
    plain = others | {"NOROSHI_HOME": str(tmp_path / "home")}

    def run(*arguments: str, **environment: str) -> CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["noroshi", *arguments])
        runner = CliRunner()
        with (
            patch.dict(os.environ),  # `up` tells its workers by it where they are
            runner.isolation(env=plain | environment) as (out, err, _),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        return CompletedProcess(
            arguments, ended.value.code or 0, out.getvalue().decode(), err.getvalue().decode()
        )

    return run
