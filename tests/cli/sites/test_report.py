"""`noroshi sites report`: each report has its receipt, and nothing of it is lost by a kill."""

import json
import os
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.report import report
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Database
from noroshi.spine.store.site_reports import SiteReports


@pytest.fixture
def run(tmp_path):
    def run(*options, stdin=None):
        given = {"home": tmp_path / "home", "verbose": False}
        return CliRunner().invoke(report, options, input=stdin, obj=given)

    return run


def test_every_way_in_gives_receipts(run, tmp_path):
    (tmp_path / "m.eml").write_bytes(b"Subject: x\n\nhttp://mail.example/\n")
    done = run("hxxp://a[.]example/", "--eml", str(tmp_path / "m.eml"), "--csv", "-", "--json", stdin="http://b.example/\n")  # fmt: skip
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 3)
    assert all(set(json.loads(line)) == {"receipt"} for line in done.stdout.splitlines())


def test_people_see_the_number_and_refusals_on_stderr(run, tmp_path):
    (tmp_path / "p.png").write_bytes(b"junk")
    done = run("http://a.example/", "--image", str(tmp_path / "p.png"))
    assert done.exit_code == 1
    assert len(done.stdout.strip()) == 14
    assert "1 no-picture" in done.stderr


def test_nothing_to_report_is_a_mistake(run):
    assert isinstance(run().exception, ConfigError)


def test_a_killed_burst_keeps_every_report_that_has_its_receipt(tmp_path):
    table = "".join(f"http://h{n}.example/\n" for n in range(20_000))
    (tmp_path / "t.csv").write_text(table)
    home = tmp_path / "home"
    command = [sys.executable, "-m", "noroshi", "--home", str(home), "sites", "report", "--csv", str(tmp_path / "t.csv"), "--json"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as running:
        told = [running.stdout.readline() for _ in range(600)]
        running.send_signal(signal.SIGKILL)
        told += running.stdout.readlines()
    receipts = [json.loads(line)["receipt"] for line in told if line.endswith(b"\n")]
    assert len(receipts) >= 600
    with Database.open(home / "state.db") as database:
        assert all(SiteReports(database).urls(one) for one in receipts)
