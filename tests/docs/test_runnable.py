"""Examples run, and code blocks marked `run` run: ```` ```python run ```` and ```` ```sh run ````."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(python|sh) run\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8")) if page.exists() else []


def says_the_same(page: Path) -> bool:
    """Whether a page's twin in the other language holds the very same blocks, which run there."""
    docs = ROOT / "docs"
    twin = docs / page.relative_to(docs / "ja") if page.is_relative_to(docs / "ja") else None
    return twin is not None and without_comments(page) == without_comments(twin)


def without_comments(page: Path) -> list[tuple[str, str]]:
    return [(kind, re.sub(r"\s+# .*", "", code)) for kind, code in blocks(page)]


def with_blocks() -> list[Path]:
    return [page for page in PAGES if blocks(page) and not says_the_same(page)]


def command(kind: str, code: str) -> list[str]:
    return [sys.executable, "-c", code] if kind == "python" else ["sh", "-eu", "-c", code]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        arguments,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.parametrize("page", with_blocks(), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_runnable_blocks_of_a_page_run_in_order(page: Path, tmp_path: Path) -> None:
    for kind, code in blocks(page):
        done = run(command(kind, code), tmp_path)
        assert done.returncode == 0, f"{code}\n{done.stderr}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_every_example_runs_and_prints(example: Path, tmp_path: Path) -> None:
    done = run([sys.executable, str(example)], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_there_are_examples_and_runnable_blocks() -> None:
    assert EXAMPLES
    assert with_blocks()
