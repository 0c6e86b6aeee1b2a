"""Benchmarks of imports run at tiny sizes."""

import json
import runpy
import shutil
from pathlib import Path

import pytest


def test_the_importers_benchmark_runs_on_a_few_rows(capsys):
    bench = runpy.run_path(str(Path(__file__).resolve().parents[2] / "bench" / "importers.py"))
    bench["main"](300)
    assert '"rows": 300' in capsys.readouterr().out


@pytest.mark.skipif(shutil.which("softflowd") is None, reason="needs Debian's softflowd")
def test_our_own_aggregation_and_softflowd_count_the_same(capsys):
    bench = runpy.run_path(str(Path(__file__).resolve().parents[2] / "bench" / "raw_packets.py"))
    bench["main"](50)
    found = json.loads(capsys.readouterr().out)
    for way in ("own", "softflowd"):
        right = {
            found[way][name] for name in ("conversations_found", "octets_right", "packets_right")
        }
        assert right == {50}
    assert (found["own"]["rows"], found["own"]["time_off_ms_max"]) == (50, 0)
