"""`noroshi sites reach`: counts, with the sentence that must stand beside them."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.reach import reach_
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SubscriberSide
from noroshi.spine.store import Database
from noroshi.testing.flows import flow, flow_table
from noroshi.testing.followed_pages import URL, FollowedHome
from noroshi.testing.lakes import write_file


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        FollowedHome(home, database).add()
    rows = [
        flow(
            f"100.64.0.{client}:50000", "192.0.2.1:443/tcp", at_s=3600 * hour,
            subscriberSide=SubscriberSide.SOURCE,
        )
        for hour in range(5)
        for client in (7, 8)
    ]  # fmt: skip
    write_file(home.flows, flow_table(rows), "0" * 16)
    given = {"home": home.path, "verbose": False}
    return lambda *options: CliRunner().invoke(reach_, options, obj=given)


def test_counts_are_told_to_people_and_programs(run):
    row = json.loads(run(URL, "--json", "--blocked-at", "2026-01-05T02:30:00Z").stdout)
    assert (row["host"], row["addresses"], row["clients"], row["flows"]) == (
        "x7k2q9.test", ["192.0.2.1"], 2, 10,
    )  # fmt: skip
    assert [one["clients"] for one in row["hours"]] == [2] * 5
    assert (row["block"]["says"], row["block"]["clients_before"]) == ("unclear", 4)
    people = run("x7k2q9.test").stdout
    assert "upper bound" in people
    assert "not blocked" in people
    assert "100.64" not in people + json.dumps(row)


def test_the_comparison_comes_with_its_caution(run):
    told = run(URL, "--blocked-at", "2026-01-05T02:30:00Z").stdout
    assert "no proof" in told


def test_a_time_without_flows_is_told(run):
    done = run(URL, "--from", "2030-01-01T00:00:00Z")
    assert isinstance(done.exception, ConfigError)
