"""`noroshi readiness mail forecast`: one row, and words for people."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.testing.mail_reports import Record, report_xml


@pytest.fixture
def run(tmp_path):
    records = [
        Record(source="192.0.2.1", count=90),
        Record(source="192.0.2.9", count=10, dkim="fail", spf="fail"),
    ]
    (tmp_path / "r.xml").write_bytes(report_xml(records))
    home = ["--home", str(tmp_path / "home"), "readiness", "mail"]
    CliRunner().invoke(cli, [*home, "import", str(tmp_path / "r.xml")])

    def made(*words, **more):
        return CliRunner().invoke(cli, [*home, "forecast", "--domain", "isp.example", *words], **more)  # fmt: skip

    return made


def test_the_forecast_is_one_row(run):
    row = json.loads(run("--own", "192.0.2.0/24", "--json", "--policy", "quarantine").stdout)
    assert (row["lost"], row["legitimate"], row["policy"], row["safe"]) == (10, 100, "quarantine", False)  # fmt: skip
    assert row["sources"][0]["fault"] == "own"


def test_people_read_their_language(run):
    told = run("--own", "192.0.2.0/24", env={"LC_ALL": "C"}).stdout
    assert "would lose 10 of 100 legitimate messages" in told
    assert "own-unaligned" in told
    assert "100 通のうち 10 通" in run("--own", "192.0.2.0/24", env={"LC_ALL": "ja_JP"}).stdout
