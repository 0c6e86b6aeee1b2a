"""`noroshi sites queue`: the order of visits, and putting it right by hand."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.queue import queue
from noroshi.spine.model import InputError, Text
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = "http://login.bank.example/"


@pytest.fixture
def run(tmp_path):
    with Database.open(tmp_path / "home" / "state.db") as database:
        SiteReports(database).take(
            [site_report(1, wanted(), words="w")], at=MADE_AT, most_waiting=9
        )
        own = SiteQueue(database)
        own.record(
            SiteVisit(url=URL, profile="m", started_at=MADE_AT, ended_at=MADE_AT, outcome="page")
        )
        own.judge(SiteVerdict(url=URL, danger=SiteDanger.HARMLESS, score=0.1, by="judge:a", at=MADE_AT, reasons=(Text(ja="無", en="no"),)))  # fmt: skip
        own.retry(URL, MADE_AT)
    given = {"home": tmp_path / "home", "verbose": False}
    return lambda *options: CliRunner().invoke(queue, options, obj=given)


def test_the_list_is_told_to_people_and_programs(run):
    assert "1 queued" in run("list").stdout
    (row,) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (row["url"], row["reasons"]) == (URL, ["lead:0"])
    assert run("list", "--state", "failed", "--json").stdout == ""


def test_all_that_is_known_of_a_url_is_shown(run):
    told = json.loads(run("show", URL, "--json").stdout)
    assert (told["heard"][0]["words"], told["visits"][0]["outcome"], told["verdicts"][0]["by"]) == (
        "w", "page", "judge:a",
    )  # fmt: skip
    assert "verdicts" in run("show", URL).stdout
    assert isinstance(run("show", "http://other.example/").exception, InputError)


def test_a_url_is_dropped_and_queued_again(run):
    assert json.loads(run("drop", URL, "--reason", "ours", "--json").stdout)["state"] == "dropped"
    assert json.loads(run("list", "--state", "dropped", "--json").stdout)["error"] == "ours"
    assert "queued: hxxp" in run("retry", URL).stdout


def test_a_url_is_named_as_it_was_shown_or_by_its_case(run):
    (row,) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    for name in (row["case"], "hxxp://login[.]bank[.]example/", "HTTP://Login.Bank.example"):
        assert json.loads(run("show", name, "--json").stdout)["url"] == URL
