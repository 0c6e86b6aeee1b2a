"""Reference pages say what the code says: nothing missing, nothing stale."""

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click
import pytest

from noroshi.cli.main import COMMANDS
from noroshi.console.metrics import HUB_METRICS
from noroshi.spine.flows.collect import METRICS
from noroshi.spine.home import Settings
from noroshi.spine.model import FLOW_COLUMNS, NoroshiError

DOCS = Path(__file__).parents[2] / "docs"


def keys(generate: ModuleType) -> list[tuple[str, str]]:
    return [(name, key) for name, section in generate.sections() for key in section.model_fields]


def test_no_page_is_stale() -> None:
    """In a process of its own: click keeps a command's help option as its first caller shaped it."""
    checked = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, ""), "run: make docs"


@pytest.mark.parametrize("page", ["reference/settings.md", "ja/reference/settings.md"])
def test_every_setting_is_documented(page: str, generate: ModuleType) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [key for section, key in keys(generate) if f"| `{key}` |" not in text] == []
    headings = [generate.heading(name) for name in Settings.model_fields]
    assert [heading for heading in headings if f"\n{heading}\n" not in text] == []


def test_every_setting_has_its_meaning_in_both_languages(generate: ModuleType) -> None:
    words = tomllib.loads((DOCS / "ja" / "settings.toml").read_text(encoding="utf-8"))
    assert [(section, key) for section in words for key in words[section]] == keys(generate)


def test_every_command_is_documented_with_its_options(generate: ModuleType) -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    for path, command in generate.commands(generate.cli, ("noroshi",)):
        assert f"\n## {' '.join(path)}\n" in text
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        assert [o.opts[0] for o in options if o.opts[0] not in text] == []
        assert command.help, f"{path} has no help"


def test_every_declared_command_exists() -> None:
    assert [name for name, (at, _) in COMMANDS.items() if not find_spec(at.partition(":")[0])] == []


def test_every_flow_column_is_documented() -> None:
    text = (DOCS / "reference" / "flow-columns.md").read_text(encoding="utf-8")
    assert [c.name for c in FLOW_COLUMNS if f"| `{c.name}` |" not in text] == []


def test_every_metric_is_documented() -> None:
    text = (DOCS / "reference" / "metrics.md").read_text(encoding="utf-8")
    names = [m.full_name for m in (*METRICS, *HUB_METRICS)]
    assert [name for name in names if f"| `{name}` |" not in text] == []


@pytest.mark.parametrize("page", ["reference/errors.md", "ja/reference/errors.md"])
def test_every_exit_code_is_documented(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    codes = {error.exit_code for error in NoroshiError.__subclasses__()}
    assert [code for code in sorted({0, *codes}) if f"\n| {code} |" not in text] == []
