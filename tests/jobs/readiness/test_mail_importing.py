"""Reports come onto the shelves once, whatever happens meanwhile."""

import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from noroshi.jobs.readiness import mail_importing
from noroshi.jobs.readiness.mail_importing import import_reports, mail_folder
from noroshi.readiness.mail.shelf import read_shelf
from noroshi.spine.home import Home
from noroshi.testing.mail_reports import Record, report_xml

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data"))
SAMPLES = DATA / "netsec" / "dmarc"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "box"
    folder.mkdir()
    for number in range(60):
        report = report_xml([Record(source="192.0.2.1", count=2)], report_id=str(number))
        (folder / f"{number:03}.xml.gz").write_bytes(gzip.compress(report))
    return folder


def kept(home):
    tables = read_shelf(mail_folder(home) / "aggregate", ["report_id", "count"])
    return [row for table in tables for row in table.to_pylist()]


def test_an_import_may_be_run_again(home, box):
    first, second = list(import_reports([box], home)), list(import_reports([box], home))
    assert (sum(one.reports for one in first), sum(one.known for one in second)) == (60, 60)
    assert sum(row["count"] for row in kept(home)) == 120


def test_a_file_is_told_only_when_it_lies_on_disk(home, box, monkeypatch):
    monkeypatch.setattr(mail_importing, "BATCH", 10)
    told = import_reports([box], home)
    for _ in range(3):
        next(told)
    assert len(kept(home)) == 10


@pytest.mark.parametrize("after", [1, 25, 59])
def test_a_kill_loses_nothing_and_running_again_doubles_nothing(home, box, after):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from noroshi.jobs.readiness import mail_importing as job; from noroshi.spine.home import Home\n"
        "job.BATCH = 10\n"
        "for at, one in enumerate(job.import_reports([Path(sys.argv[1])], Home(Path(sys.argv[2]))), 1):\n"
        "    print(one.file, flush=True)\n"
        "    if at == int(sys.argv[3]): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, box, home.path, str(after)], capture_output=True, text=True, check=False)  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    there = {row["report_id"] for row in kept(home)}
    assert {str(int(Path(line).name[:3])) for line in killed.stdout.split()} <= there
    list(import_reports([box], home))
    assert sorted(int(row["report_id"]) for row in kept(home)) == list(range(60))


def test_what_cannot_be_read_is_counted(home, tmp_path):
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"<!DOCTYPE x><feedback/>")
    (one,) = import_reports([bad], home)
    assert (one.reports, dict(one.refused)) == (0, {"document-type-refused": 1})
    assert one.as_dict()["refused"] == {"document-type-refused": 1}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here; set NOROSHI_DATA")
def test_every_sample_is_read(home):
    told = list(import_reports([SAMPLES], home))
    assert [one.file for one in told if one.refused] == []
    assert sum(one.reports for one in told) == 19  # of 21 files, two hold a third's report
    assert sum(one.records for one in told) == 2_349
