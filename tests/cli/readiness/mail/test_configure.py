"""`noroshi readiness mail configure`: files, their names, and what their programs say."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.jobs.readiness import mail_configuring
from noroshi.jobs.readiness.checking_text import Checked
from noroshi.jobs.readiness.guiding import readings_of
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.readiness import AT


@pytest.fixture
def run(tmp_path, monkeypatch):
    said = {"opendkim.conf": Checked(True, "OpenDKIM 2", ""), "postfix/main.cf": Checked(None, "postconf", "")}  # fmt: skip

    def ran(*more, refused=None):
        told = {**said, refused: Checked(False, "its parser", "line 1")} if refused else said
        checks = lambda _, files: {name: told.get(name, Checked(None, "", "")) for name in files}  # noqa: E731
        monkeypatch.setattr(mail_configuring, "check_mail", checks)
        words = ["--home", str(tmp_path / "home"), "readiness", "mail", "configure", "--domain", "isp.example", "--out", str(tmp_path / "out"), "--report-to", "d@isp.example"]  # fmt: skip
        return CliRunner().invoke(cli, [*words, *more])

    return ran


def test_files_are_named_with_what_was_said_of_them(run, tmp_path):
    rows = [json.loads(line) for line in run("--json").stdout.splitlines()]
    assert {"file": str(tmp_path / "out" / "opendkim.conf"), "checked": True, "parser": "OpenDKIM 2"} in rows  # fmt: skip
    told = run().stdout
    assert "opendkim.conf  checked with OpenDKIM 2" in told
    assert "main.cf  not checked: postconf is not installed here" in told
    assert "records.zone  not checked: it has no parser" in told


def test_a_refused_file_is_told_and_ends_with_3(run, tmp_path):
    done = run(refused="opendmarc.conf")
    assert done.exit_code == 3
    assert "its parser refuses opendmarc.conf: line 1" in done.stderr
    assert str(tmp_path / "out" / "opendmarc.conf") not in done.stdout
    assert not (tmp_path / "out" / "opendmarc.conf").exists()


def test_kept_files_are_there_for_the_annex(run, tmp_path):
    run("--keep", refused="opendmarc.conf")
    with Store.open(Home(tmp_path / "home").state) as store:
        (result,) = readings_of(store, AT).results
    assert (result.topic, result.subject) == ("mail.configure", "isp.example")
    kept = {row["for"]: row["checked"] for row in result.rows}
    assert kept["isp.example: opendkim.conf"] is True
    assert kept["isp.example: postfix/main.cf"] is None
    assert "isp.example: opendmarc.conf" not in kept
