"""`noroshi sites life`: figures of all pages, and the history of one."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.life import life
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.store import Database
from noroshi.testing.findings import MADE_AT
from noroshi.testing.followed_pages import URL, FollowedHome


@pytest.fixture
def run(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        FollowedHome(home, database).add()
    given = {"home": home.path, "verbose": False}
    return lambda *options: CliRunner().invoke(life, options, obj=given)


def test_figures_are_told_to_people_and_programs(run):
    (row,) = [json.loads(line) for line in run("--json").stdout.splitlines()]
    assert (row["pages"], row["seen_dead"], row["median_h"], row["now"]) == (
        1, 0, None, {"alive": 1},
    )  # fmt: skip
    assert row["stages"][0]["name"] == "report-verdict"
    assert "1 pages, 0 seen dead" in run().stdout
    late = run("--from", "2100-01-01T00:00:00Z", "--to", "2100-01-02T00:00:00Z")
    assert "No harmful page" in late.stdout


def test_a_page_s_history_is_told(run):
    row = json.loads(run(URL, "--json").stdout)
    assert (row["url"], row["state"], row["looks"], row["drafts"]) == (URL, "alive", [], [])
    assert row["reported_at"].startswith(f"{MADE_AT:%Y-%m-%d}")
    assert "hxxps://x7k2q9[.]test/login" in run(URL).stdout
    assert isinstance(run("http://never.example/").exception, InputError)
