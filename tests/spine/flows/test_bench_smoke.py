import runpy
from pathlib import Path


def test_the_decoder_benchmark_runs_on_a_few_records(capsys):
    bench = runpy.run_path(str(Path(__file__).resolve().parents[3] / "bench" / "flow_decode.py"))
    bench["main"](2300)
    assert '"records": 2300' in capsys.readouterr().out
