"""The benchmark of mail runs on a few reports."""

import json
import sys
from pathlib import Path

import pytest


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
    from bench import mail_intake  # noqa: PLC0415  # found by the path above

    monkeypatch.setattr(mail_intake, "ROUNDS", 1)
    yield mail_intake.main
    for name in [name for name in sys.modules if name.partition(".")[0] == "bench"]:
        del sys.modules[name]


def test_the_intake_benchmark_runs_on_a_few_reports(tmp_path, bench):
    bench(200, cache=tmp_path, results=tmp_path)
    told = json.loads((tmp_path / "mail_intake.json").read_text())
    assert told["reports"] == 200
    assert set(told["ours"]) == {"runs", "reports_per_cpu_s", "peak_rss_mb"}
    assert set(told["in_mails"]["ours"]) == set(told["ours"])
    assert set(told["one_report"]) == {"100 records", "1,000 records"}
