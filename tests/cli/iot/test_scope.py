"""`noroshi iot scope`: sign, verify, show."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.iot.scope import WORDS, scope
from noroshi.iot.scope import Refusal
from noroshi.spine.model import ConfigError, InputError

DRAFT = """
id = "lab-round-1"
lab = true
sources = ["192.0.2.10"]
prefixes = ["198.51.100.0/24"]
retention_days = 90
probes = [{ probe = "ftp", ports = [21] }]
[authority]
legal_basis = "Agreement of the laboratory"
body = "Example Coordinator"
person = "A. Person"
contact = "survey@coordinator.example"
[valid]
start = 2026-11-01T00:00:00Z
end = 2026-12-01T00:00:00Z
"""
WITHIN = ("--at", "2026-11-15T00:00:00Z")


def run(folder, *options, language="en"):
    return CliRunner().invoke(
        scope,
        [str(option) for option in options],
        obj={"home": folder / "home", "verbose": False},
        env={"LC_ALL": language},
    )


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "round.toml"
    path.write_text(DRAFT)
    return path


@pytest.fixture
def signed(tmp_path, draft):
    return json.loads(run(tmp_path, "sign", draft, "--json").stdout)


def test_signing_tells_files_key_and_digest(tmp_path, signed):
    assert signed["scope"] == "lab-round-1"
    assert signed["path"] == str(tmp_path / "round.scope.json")
    assert (len(signed["sha256"]), len(signed["key"])) == (64, 16)


def test_a_signed_scope_holds_for_those_who_trust_its_key(tmp_path, signed):
    options = ("--trusted", signed["public_key"], *WITHIN)
    done = run(tmp_path, "verify", signed["path"], *options, "--json")
    row = json.loads(done.stdout)
    assert (done.exit_code, row["valid"], row["reason"]) == (0, True, None)
    assert "holds" in run(tmp_path, "verify", signed["path"], *options).stdout


def test_signing_alone_makes_nobody_trust_the_key(tmp_path, signed):
    done = run(tmp_path, "verify", signed["path"])
    assert isinstance(done.exception, ConfigError)


def test_an_expired_scope_ends_with_exit_code_1(tmp_path, signed):
    options = ("--trusted", signed["public_key"], "--at", "2027-01-01T00:00:00Z")
    done = run(tmp_path, "verify", signed["path"], *options, "--json")
    row = json.loads(done.stdout)
    assert (done.exit_code, row["valid"], row["reason"]) == (1, False, "expired")
    assert (
        "有効期間が過ぎた"
        in run(tmp_path, "verify", signed["path"], *options, language="ja").stdout
    )


def test_showing_tells_size_and_every_probe(tmp_path, draft):
    told = run(tmp_path, "show", draft).stdout
    assert "256 addresses" in told
    assert "ftp (21): Sends nothing" in told
    assert "256 アドレス" in run(tmp_path, "show", draft, language="ja_JP.UTF-8").stdout
    row = json.loads(run(tmp_path, "show", draft, "--json").stdout)
    assert row["size"]["probes_a_round"] == 256


def test_a_wrong_draft_is_refused_by_every_command_that_reads_it(tmp_path, draft):
    draft.write_text(DRAFT.replace("198.51.100.0/24", "12.0.0.0/24"))
    for command in ("sign", "show"):
        assert isinstance(run(tmp_path, command, draft).exception, InputError)


def test_every_refusal_has_words():
    assert set(WORDS) == {None, *Refusal}
