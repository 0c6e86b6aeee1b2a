"""`noroshi readiness declare` keeps what a person says, under a run."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError


def run(home, *words):
    return CliRunner().invoke(cli, ["--home", str(home), "readiness", *words])


def test_a_declaration_counts_in_the_score(tmp_path):
    home = tmp_path / "h"
    done = run(home, "declare", "rpki.caches", "met", "--note", "two sites")
    assert done.stdout.startswith("rpki.caches: met (run ")
    assert json.loads(run(home, "declare", "rpki.aspa", "not-applicable", "--json").stdout)["run"]
    rows = [json.loads(line) for line in run(home, "score", "--json", "--items").stdout.splitlines()[1:]]  # fmt: skip
    states = {row["item"]: row["state"] for row in rows}
    assert (states["rpki.caches"], states["rpki.aspa"]) == ("met", "not-applicable")


def test_other_states_and_items_are_refused(tmp_path):
    assert run(tmp_path / "h", "declare", "rpki.caches", "perhaps").exit_code == 2
    assert isinstance(run(tmp_path / "h", "declare", "rpki.roa", "met").exception, ConfigError)
