"""`noroshi sites receipt`: what became of a report."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.receipt import receipt
from noroshi.spine.model import InputError
from noroshi.spine.model.receipt import receipt_number
from noroshi.spine.store import Database
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted


@pytest.fixture
def run(tmp_path):
    with Database.open(tmp_path / "home" / "state.db") as database:
        reports = [site_report(1, wanted()), site_report(2)]
        SiteReports(database).take(reports, at=MADE_AT, most_waiting=9)
    given = {"home": tmp_path / "home", "verbose": False}
    return lambda *options: CliRunner().invoke(receipt, options, obj=given)


def test_people_are_told_what_to_do(run):
    done = run(receipt_number(1))
    assert "hxxp://login[.]bank[.]example/" in done.stdout


def test_programs_are_told_in_both_languages(run):
    told = json.loads(run(receipt_number(1), "--json").stdout)
    assert told["urls"][0]["result"] == "waiting"
    assert set(told["urls"][0]["advice"]) == {"ja", "en"}


def test_a_report_without_an_address_says_so(run):
    assert "no web address" in run(receipt_number(2)).stdout


def test_an_unknown_number_is_told(run):
    assert isinstance(run(receipt_number(3)).exception, InputError)
