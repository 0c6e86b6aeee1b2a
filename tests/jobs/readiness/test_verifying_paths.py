"""Verifying: paths of a file with their reasons, and the ASPA that one's own AS needs."""

import json

import pytest

from noroshi.jobs.readiness.verifying_paths import plan_aspa, verify_file
from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.spine.model import InputError


@pytest.fixture
def place(tmp_path):
    aspas = [
        {"customer_asid": 64500, "providers": [64501]},
        {"customer": "AS64500", "providers": ["AS64502"]},
        {"customer": 1},
    ]
    (tmp_path / "aspas.json").write_text(json.dumps({"aspas": aspas}))
    (tmp_path / "routes.csv").write_text(
        "prefix,path\n192.0.2.0/24,64510 64501 64500\n192.0.2.0/24,64510 64502 64500\n192.0.2.0/25,64510 64503 64500\nx,1\n"
    )
    (tmp_path / "relations.csv").write_text("neighbour,relation\n64510,peer\n")
    return tmp_path


def test_objects_of_one_customer_count_together(place):
    done = verify_file(
        place / "aspas.json",
        place / "routes.csv",
        relations_at=place / "relations.csv",
        otherwise=Relation.PROVIDER,
    )
    rows = list(done.rows())
    assert [(row["from"], row["state"]) for row in rows] == [
        ("peer", "unknown"),
        ("peer", "unknown"),
        ("peer", "invalid"),
    ]
    assert (done.refused, done.counts()["invalid"], done.routes.origin.tolist()) == (
        2,
        1,
        [64500] * 3,
    )


def test_a_plan_names_whoever_carries_on_and_tells_what_it_would_harm(place):
    done = plan_aspa(place / "routes.csv", 64500, aspas_at=place / "aspas.json", relations_at=None)
    assert (done.providers, done.in_force, done.harmed) == (
        (64501, 64502, 64503),
        (64501, 64502),
        (),
    )
    (place / "relations.csv").write_text("neighbour,relation\n64503,peer\n")
    (place / "top.csv").write_text(
        "prefix,path\n192.0.2.0/24,64510 64520 64503 64500\n192.0.2.0/24,64510 64501 64500\n"
    )
    (place / "all.json").write_text(
        json.dumps(
            {
                "aspas": [
                    {"customer": 64510, "providers": [1]},
                    {"customer": 64520, "providers": [1]},
                ]
            }
        )
    )
    harm = plan_aspa(
        place / "top.csv", 64500, aspas_at=place / "all.json", relations_at=place / "relations.csv"
    )
    assert harm.providers == (64501,)
    assert harm.harmed == ("64510 64520 64503 64500",)
    assert [row["kind"] for row in harm.rows()] == ["aspa", "neighbour", "neighbour", "harmed"]


def test_what_gives_nothing_is_told(place):
    with pytest.raises(InputError, match="no path"):
        plan_aspa(place / "routes.csv", 64999, aspas_at=None, relations_at=None)
    (place / "none.json").write_text("{}")
    with pytest.raises(InputError, match="holds no ASPA"):
        verify_file(
            place / "none.json", place / "routes.csv", relations_at=None, otherwise=Relation.PEER
        )
