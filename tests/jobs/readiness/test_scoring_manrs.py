"""Scoring: four actions from files; registered counts, invalid never does."""

import json

from noroshi.jobs.readiness.scoring_manrs import Scoring, score_manrs
from noroshi.jobs.readiness.spoofed_sources import Found, Port


def test_all_four(tmp_path):
    (tmp_path / "routes.csv").write_text(
        "prefix,origin\n192.0.2.0/24,64500\n192.0.2.0/24,64500\n198.51.100.0/24,64500\n203.0.113.0/24,64501\n10.0.0.0/16,64509\n"
    )
    (tmp_path / "vrps.csv").write_text(
        "ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/24,24\nAS1,203.0.113.0/24,24\n"
    )
    (tmp_path / "irr.txt").write_text(
        "route: 198.51.100.0/24\norigin: AS64500\n\naut-num: AS64500\ntech-c: T1\n\nrole: x\nnic-hdl: T1\ne-mail: noc@example.com\n"
    )
    card = ["vcard", [["email", {}, "text", "abuse@example.com"]]]
    (tmp_path / "as.json").write_text(
        json.dumps({"startAutnum": 64500, "entities": [{"roles": ["abuse"], "vcardArray": card}]})
    )
    ports = (
        Port(7, seen=[1e6, 9], foreign=[50.0, 1]),
        Port(8, seen=[1e6, 9], foreign=[500.0, 1]),
        Port(9, seen=[1.0, 1]),
    )
    found = score_manrs(
        Scoring(
            own=[64500], customers=[64501], routes=tmp_path / "routes.csv", vrps=str(tmp_path / "vrps.csv"),
            irr=[tmp_path / "irr.txt"], rdap=[tmp_path / "as.json"], spoofed=Found(ports=ports, refused=0),
        )
    )  # fmt: skip
    assert [(one.number, one.good, one.total) for one in found] == [
        (1, 2, 3),
        (2, 1, 2),
        (3, 1, 1),
        (4, 1, 2),
    ]
    assert found[0].lacking == ("203.0.113.0/24 AS64501",)
    bare = score_manrs(Scoring(own=[64500], irr=[tmp_path / "irr.txt"]))
    assert [one.score for one in bare] == [None, None, 0, None]
    assert bare[2].lacking == ("AS64500 abuse",)
