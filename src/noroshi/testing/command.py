"""A home with findings, and the command run on it, for tests of what is decided and published."""

import json
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from noroshi.cli.main import cli
from noroshi.spine.model import Endpoint, Finding, Subject, Window
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

AT = "2026-01-01T02:00:00Z"
STRONG = make_finding()
WEAK = make_finding(Subject.endpoint(Endpoint("192.0.2.2", 443, "tcp")), score=0.5)


def make_home(
    folder: Path, findings: Sequence[Finding] = (STRONG, WEAK), window: Window = HOUR
) -> Path:
    """A home in `folder` whose detector found these in that window."""
    folder.mkdir(exist_ok=True)
    folder.joinpath("noroshi.toml").write_text(
        "[share]\nmade_data = true\nstep_entries = 1\n", encoding="utf-8"
    )
    with Store.open(folder / "state.db") as store:
        begun = store.begin_run(
            "c2.detect", detector=DETECTOR, window=window, inputs={}, at=MADE_AT
        )
        store.replace_findings(begun, findings, kind="c2-server", window=window)
    return folder


def run(home: Path, *words: str) -> Result:
    """What `noroshi --home HOME WORDS…` does, in this process."""
    return CliRunner().invoke(cli, ["--home", str(home), *words])


def rows(home: Path, *words: str) -> list[dict[str, object]]:
    """The rows that the command gives to machines."""
    return [json.loads(line) for line in run(home, *words, "--json").stdout.splitlines()]
