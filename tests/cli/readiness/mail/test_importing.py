"""`noroshi readiness mail import`: a row a file, and what was refused by the exit code."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.testing.mail_reports import Record, report_xml


def run(tmp_path, *words):
    return CliRunner().invoke(cli, ["--home", str(tmp_path / "home"), "readiness", "mail", "import", *map(str, words)])  # fmt: skip


def test_each_file_is_one_row(tmp_path):
    (tmp_path / "a.xml").write_bytes(report_xml([Record(source="192.0.2.1")]))
    (tmp_path / "b.xml").write_bytes(b"<feedback>")
    result = run(tmp_path, tmp_path / "a.xml", tmp_path / "b.xml", "--json")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["reports"], row["refused"]) for row in rows] == [(1, {}), (0, {"malformed-xml": 1})]  # fmt: skip


def test_people_read_a_summary(tmp_path):
    (tmp_path / "a.xml").write_bytes(report_xml([Record(source="192.0.2.1")]))
    (tmp_path / "b.xml").write_bytes(b"<feedback>")
    assert run(tmp_path, tmp_path / "a.xml").stdout == "1 files: 1 new reports with 1 records, 0 known\n"  # fmt: skip
    assert "1 malformed-xml" in run(tmp_path, tmp_path / "b.xml").stderr
