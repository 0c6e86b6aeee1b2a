"""A home with findings, and the command run on it, for tests of what is decided and published."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import Endpoint, Subject
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

AT = "2026-01-01T02:00:00Z"
STRONG = make_finding()
WEAK = make_finding(Subject.endpoint(Endpoint("192.0.2.2", 443, "tcp")), score=0.5)


def make_home(folder, findings=(STRONG, WEAK), window=HOUR):
    folder.mkdir(exist_ok=True)
    folder.joinpath("noroshi.toml").write_text("[share]\nmade_data = true\nstep_entries = 1\n")
    with Store.open(folder / "state.db") as store:
        run = store.begin_run("c2.detect", detector=DETECTOR, window=window, inputs={}, at=MADE_AT)
        store.replace_findings(run, findings, kind="c2-server", window=window)
    return folder


def run(home, *words):
    return CliRunner().invoke(cli, ["--home", str(home), *words])


def rows(home, *words):
    return [json.loads(line) for line in run(home, *words, "--json").stdout.splitlines()]
