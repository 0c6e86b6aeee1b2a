"""Planning: from files to ROAs in order, what waits, and what is too loose."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.jobs.readiness.planning_roas import plan_files, slurm
from noroshi.spine.model import InputError

ROUTES = (
    "prefix,origin\n192.0.2.0/24,64500\n192.0.2.128/25,64500\n198.51.100.0/24,64500\n"
    "198.51.100.64/26,64999\n203.0.113.0/24,64500\n"
)
ALSO = "prefix,origin,use\n192.0.2.1/32,64500,rtbh\n203.0.113.0/24,64510,scrubbing\n"
HIJACK = "198.51.100.64/26,64999,unwanted\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "routes.csv").write_text(ROUTES)
    (tmp_path / "also.csv").write_text(ALSO)
    (tmp_path / "vrps.csv").write_text("ASN,IP Prefix,Max Length\nAS64500,203.0.113.0/24,26\n")
    return tmp_path


def made(place, **more):
    given = {"vrps_at": place / "vrps.csv", "listed_at": place / "also.csv", "own": [64500]}
    return plan_files(place / "routes.csv", **(given | more))


def of_kind(planned, kind):
    return [row for row in planned.rows() if row["kind"] == kind]


def test_roas_are_exact_and_the_most_specific_comes_first(place):
    rows = of_kind(made(place), "roa")
    assert [(row["prefix"], row["origin"], row["use"], row["max_length"]) for row in rows] == [
        ("192.0.2.1/32", 64500, "rtbh", 32),
        ("192.0.2.128/25", 64500, "own", 25),
        ("192.0.2.0/24", 64500, "own", 24),
        ("203.0.113.0/24", 64510, "scrubbing", 24),
    ]
    assert [row["order"] for row in rows] == [1, 2, 3, 4]


def test_a_roa_that_would_harm_waits_and_says_whom(place):
    [row] = of_kind(made(place), "withheld")
    assert row["prefix"] == "198.51.100.0/24"
    assert [victim["prefix"] for victim in row["would_harm"]] == ["198.51.100.64/26"]
    assert "would turn 1 routes invalid" in row["text"]["en"]


def test_a_route_listed_as_unwanted_withholds_nothing(place):
    (place / "also.csv").write_text(ALSO + HIJACK)
    planned = made(place)
    assert of_kind(planned, "withheld") == []
    assert "198.51.100.0/24" in [row["prefix"] for row in of_kind(planned, "roa")]


def test_loose_vrps_are_named(place):
    assert [row["vrp"] for row in of_kind(made(place), "loose")] == ["AS64500 203.0.113.0/24-26"]


def test_without_vrps_or_list_a_plan_is_made_too(place):
    planned = made(place, vrps_at=None, listed_at=None)
    assert next(row["prefix"] for row in of_kind(planned, "roa")) == "192.0.2.128/25"


def test_a_table_without_own_routes_is_refused(place):
    with pytest.raises(InputError, match="comes from AS64777"):
        made(place, listed_at=None, own=[64777])


def test_local_exceptions_hold_the_same_roas(place):
    planned = made(place)
    asserted = slurm(planned)["locallyAddedAssertions"]["prefixAssertions"]
    assert [row["prefix"] for row in asserted] == [r["prefix"] for r in of_kind(planned, "roa")]


def run(place, *options):
    words = ["readiness", "rpki", "plan", "--routes", place / "routes.csv", "--own-as", "64500"]
    words += ["--vrps", place / "vrps.csv", "--also", place / "also.csv", *options]
    return CliRunner().invoke(cli, [str(word) for word in words], env={"LC_ALL": "C"})


def test_the_command_tells_what_waits_by_its_exit_code(place):
    result = run(place)
    assert result.exit_code == 1
    assert "192.0.2.1/32" in result.stdout
    assert "198.51.100.64/26 AS64999 (other)" in result.stdout
    assert "AS64500 203.0.113.0/24-26: allows more than its prefix" in result.stdout


def test_the_command_ends_well_when_nothing_waits(place):
    (place / "also.csv").write_text(ALSO + HIJACK)
    result = run(place, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout.splitlines()[0])["kind"] == "roa"


def test_the_command_writes_local_exceptions(place):
    assert json.loads(run(place, "--slurm").stdout)["slurmVersion"] == 1


def test_refused_records_are_told(place):
    (place / "also.csv").write_text(ALSO + HIJACK + "x,y,own\n")
    result = run(place)
    assert (result.exit_code, "1 records" in result.stderr) == (1, True)
