"""`noroshi readiness rpki validate`: the contract's rows in input order, and words on stderr."""

import csv
import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError

VRPS = "ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS64500,192.0.2.0/24,24,x,{end}\n"
ROUTES = 'prefix,origin\n198.51.100.0/24,64500\n192.0.2.0/25,64500\n192.0.2.0/24,"{1,2}"\n192.0.2.0/24,64500\n'


@pytest.fixture
def files(tmp_path):
    vrps, routes = tmp_path / "vrps.csv", tmp_path / "routes.csv"
    vrps.write_text(VRPS.format(end=4_000_000_000))
    routes.write_text(ROUTES)
    return vrps, routes


def run(vrps, routes, *options, **more):
    words = ["readiness", "rpki", "validate", "--vrps", vrps, "--routes", routes, *options]
    return CliRunner().invoke(cli, [str(word) for word in words], **more)


def test_csv_has_four_columns_in_the_order_of_the_routes(files):
    result = run(*files, "--language", "en")
    assert result.exit_code == 0
    rows = list(csv.reader(result.stdout.splitlines()))
    assert rows[0] == ["prefix", "origin", "state", "reason"]
    assert [row[:3] for row in rows[1:]] == [
        ["198.51.100.0/24", "64500", "not-found"],
        ["192.0.2.0/25", "64500", "invalid"],
        ["192.0.2.0/24", "{1,2}", "invalid"],
        ["192.0.2.0/24", "64500", "valid"],
    ]
    assert rows[2][3] == (
        "/25 is too long: AS64500 may announce up to /24. Covering ROAs: AS64500 192.0.2.0/24."
    )


def test_machine_output_has_the_same_keys_and_both_languages(files):
    rows = [json.loads(line) for line in run(*files, "--json").stdout.splitlines()]
    assert [list(row) for row in rows] == [["prefix", "origin", "state", "reason"]] * 4
    assert [row["state"] for row in rows] == ["not-found", "invalid", "invalid", "valid"]
    assert all(set(row["reason"]) == {"ja", "en"} for row in rows)


def test_the_environment_s_language_is_that_of_csv(files):
    result = run(*files, env={"LC_ALL": "ja_JP.UTF-8"})
    assert "この経路を覆う ROA はない。" in result.stdout


def test_counts_go_to_stderr(files):
    assert "4 routes against 1 VRPs: 2 invalid, 1 valid, 1 not-found" in run(*files).stderr


def test_an_expired_snapshot_is_told(files):
    files[0].write_text(VRPS.format(end=1_700_000_000))
    result = run(*files)
    assert result.exit_code == 0
    assert "WARNING: 1 of 1 VRPs have expired, the last ends 2023-11-14" in result.stderr


def test_at_leaves_out_what_had_expired(files):
    files[0].write_text(VRPS.format(end=1_700_000_000) + "AS64500,198.51.100.0/24,24,x,\n")
    result = run(*files, "--at", "2026-01-01")
    assert "1 VRPs had expired by 2026-01-01 and were left out" in result.stderr
    assert "192.0.2.0/24,64500,not-found" in result.stdout


def test_refused_records_are_told_and_the_others_kept(files):
    files[1].write_text(ROUTES + "192.0.2.1/24,64500\n203.0.113.0/24,64500\n")
    result = run(*files)
    assert result.exit_code == 1
    assert "records of the routes left out: 1 host-bits" in result.stderr
    assert len(result.stdout.splitlines()) == 6


def test_routes_may_come_from_standard_input(files):
    result = run(files[0], "-", input=ROUTES)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 5


def test_two_files_cannot_both_be_standard_input():
    assert isinstance(run("-", "-").exception, ConfigError)
