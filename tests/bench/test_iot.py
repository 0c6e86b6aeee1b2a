"""The benchmark of identification runs on a made database."""

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = """<fingerprints matches="ftp.banner"><fingerprint pattern="^made (\\S+)">
<example>made 1.2</example><param pos="1" name="service.version"/></fingerprint></fingerprints>"""


@pytest.fixture(autouse=True)
def bench_is_importable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))


def test_rate_and_worst_time_are_told(tmp_path):
    (tmp_path / "ftp.xml").write_text(MADE)
    bench = importlib.import_module("bench.iot_identify")
    bench.main(tmp_path, tmp_path / "results")
    text = (tmp_path / "results" / "iot_identify.json").read_text()
    result = json.loads(text)
    assert str(tmp_path) not in text
    assert (result["banners"], result["runs"]) == (1, 3)
    assert result["banners_per_cpu_s"] > 0
