"""Judging: origins and paths give states and sentences alike."""

import json
from datetime import UTC, datetime

import numpy as np

from noroshi.jobs.readiness.judging_routes import judge_origins, judge_paths

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_both_ways_of_judging(tmp_path):
    (tmp_path / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64501,192.0.2.0/24,24\n")
    (tmp_path / "r.csv").write_text("prefix,origin,path\n192.0.2.0/24,64500,64510 64503 64500\n")
    (tmp_path / "a.json").write_text(
        json.dumps(
            {
                "aspas": [
                    {"customer": 64500, "providers": [64501]},
                    {"customer": 64510, "providers": [1]},
                ]
            }
        )
    )
    (tmp_path / "n.csv").write_text("neighbour,relation\n64510,peer\n")
    origins = judge_origins(tmp_path / "v.csv", tmp_path / "r.csv", now=NOW, at=None, own_as=None)
    paths = judge_paths(tmp_path / "a.json", tmp_path / "r.csv", tmp_path / "n.csv")
    for judged, word in ((origins, "AS64500 is not allowed"), (paths, "does not name AS64503")):
        assert judged.states.tolist() == [2]
        assert word in judged.reasons(np.array([0]))[0]["en"]
