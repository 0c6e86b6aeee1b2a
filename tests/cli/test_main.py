"""The command: quick help, and the contract's exit codes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from noroshi.cli import main as command
from noroshi.cli.main import COMMANDS, main
from noroshi.spine.model import (
    Cancelled,
    ConfigError,
    EngineError,
    InputError,
    NoroshiError,
    SourceError,
)

from .conftest import Run

HEAVY = {
    "duckdb",
    "hypothesis",
    "jinja2",
    "numpy",
    "pyarrow",
    "pydantic",
    "pydantic_settings",
    "rich",
    "scipy",
    "sqlalchemy",
    "stix2",
    "structlog",
}


def imported_by(*arguments: str) -> set[str]:
    code = (
        "import json, sys\n"
        "from noroshi.cli.main import main\n"
        f"sys.argv = ['noroshi', *{list(arguments)!r}]\n"
        "try:\n    main()\n"
        "finally:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stderr)}


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_imports_nothing_heavy(option: str) -> None:
    assert imported_by(option) & HEAVY == set()


def test_help_lists_every_command_with_its_line(noroshi: Run) -> None:
    done = noroshi("--help")
    assert done.returncode == 0
    for name, (_, line) in COMMANDS.items():
        assert name in done.stdout
        assert line.split()[0] in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["--nonsense"], ["init", "extra"], ["init", "--nonsense"], []],
    ids=" ".join,
)
def test_wrong_use_exits_2_with_a_hint(noroshi: Run, arguments: list[str]) -> None:
    done = noroshi(*arguments)
    assert done.returncode == 2
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_exits_2_in_one_line(noroshi: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = noroshi("--home", str(tmp_path / "file" / "home"), "init")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("noroshi: the home ")
    assert done.stderr.count("\n") == 1


def raises(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("what"), 1),
        (ConfigError("what"), 2),
        (click.UsageError("what"), 2),
        (SourceError("what"), 3),
        (EngineError("what"), 3),
        (NoroshiError("what"), 3),
        (Cancelled("what"), 130),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_leaves_with_its_code_and_its_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    monkeypatch.setattr(command.cli, "main", lambda **_: raises(error)())
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "what" in err


@pytest.mark.parametrize(
    ("error", "code"), [(click.exceptions.Abort(), 130), (BrokenPipeError(), 0)]
)
def test_control_c_and_a_closed_pipe_leave_quietly(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    monkeypatch.setattr(command.cli, "main", lambda **_: raises(error)())
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code


def test_a_mistake_of_ours_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.cli, "main", lambda **_: raises(ZeroDivisionError())())
    with pytest.raises(ZeroDivisionError):
        main()
