"""`noroshi sites visit`: a row a visit, evidence that checks out, refusals told."""

import json
import os

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.evidence import evidence
from noroshi.cli.sites.visit import visit
from noroshi.sites.visit.confine import browser_user, program
from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """One run of the command; loopback and a made-up scheme are refused, so no packet leaves."""
    try:
        program(Engine.SHELL)
        browser_user("nobody", os.geteuid())
    except ConfigError as error:
        pytest.skip(str(error))
    home = tmp_path_factory.mktemp("home")
    result = CliRunner().invoke(
        visit,
        ["http://127.0.0.1/", "ftp://x.example", "--json"],
        obj={"home": home, "verbose": False},
    )
    return home, result


def test_each_visit_is_a_row_and_what_is_no_web_address_is_counted(looked):
    _, result = looked
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["url"], row["outcome"], row["profile"]) == (
        "http://127.0.0.1/",
        "refused",
        "mobile",
    )
    assert row["refused"] == 1
    assert result.exit_code == 1
    assert "1 URLs refused" in result.stderr


def test_the_evidence_of_a_visit_checks_out_until_it_is_changed(looked):
    home, _ = looked
    (place,) = (home / "evidence" / "visits").iterdir()
    context = {"home": home, "verbose": False}
    sound = CliRunner().invoke(evidence, ["verify", str(place)], obj=context)
    assert sound.exit_code == 0
    assert sound.stdout.startswith("sound: ")
    (place / "visit.json").write_text("{}")
    wrong = CliRunner().invoke(evidence, ["verify", str(place), "--json"], obj=context)
    assert json.loads(wrong.stdout)["faults"] == ["visit.json is missing or was changed"]
    assert wrong.exit_code == 1


def test_an_unknown_profile_is_refused_before_a_browser_starts(tmp_path):
    result = CliRunner().invoke(
        visit,
        ["http://127.0.0.1/", "--profile", "nosuch"],
        obj={"home": tmp_path, "verbose": False},
    )
    assert isinstance(result.exception, ConfigError)
    assert "mobile, desktop, returning, foreign" in str(result.exception)
