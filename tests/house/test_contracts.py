"""Each import contract catches a planted violation, in a copy of the sources."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "doors, jobs, rooms, spine": [
        ("c2/sense.py", "import noroshi.sites"),
        ("spine/model/bad.py", "import noroshi.relay"),
        ("jobs/bad.py", "import noroshi.cli"),
        ("utils/__init__.py", ""),
    ],
    "inside the spine": [
        ("spine/model/bad.py", "import noroshi.spine.engine"),
        ("spine/store/bad.py", "import noroshi.spine.net"),
        ("spine/common/__init__.py", ""),
    ],
    "parts of the relay do not know each other": [
        ("relay/share/bad.py", "import noroshi.relay.decide"),
    ],
    "query engines are met in spine.engine only": [("c2/bad.py", "import duckdb")],
    "the model does no input or output": [("spine/model/bad.py", "import socket")],
    "no cycles": [
        ("c2/one.py", "import noroshi.c2.two"),
        ("c2/two.py", "def later():\n    import noroshi.c2.one"),
    ],
}
"""Contract -> lines added to the sources; each contract must name itself broken."""


def lint(copy: Path) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
            "--no-logo",
            "--config",
            str(copy / "pyproject.toml"),
        ],
        cwd=copy / "src",
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src" / "noroshi",
        tmp_path / "src" / "noroshi",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(copy: Path, contract: str) -> None:
    for name, line in PLANTED[contract]:
        path = copy / "src" / "noroshi" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(line + "\n")


def test_the_sources_keep_every_contract(copy: Path) -> None:
    told = lint(copy)
    assert f"{len(PLANTED)} kept, 0 broken" in told


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str) -> None:
    plant(copy, contract)
    assert f"{contract} BROKEN" in lint(copy)
