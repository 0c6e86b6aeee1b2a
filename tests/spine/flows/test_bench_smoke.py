import runpy
from pathlib import Path


def test_the_decoder_benchmark_runs_on_a_few_records(capsys):
    bench = runpy.run_path(str(Path(__file__).resolve().parents[3] / "bench" / "flow_decode.py"))
    bench["main"](2300)
    assert '"records": 2300' in capsys.readouterr().out


def test_the_sflow_benchmark_runs_on_a_few_samples(capsys):
    bench = runpy.run_path(str(Path(__file__).resolve().parents[3] / "bench" / "sflow_decode.py"))
    bench["main"](2100)
    assert '"samples": 2100' in capsys.readouterr().out
