"""Anchor counts: from JSON and tables; nothing where it is not told."""

import json

from noroshi.readiness.rpki.sense.anchor_counts import count_anchors

ROA = {"prefix": "192.0.2.0/24", "asn": 64500, "maxLength": 24}


def test_json_and_tables_tell_them(tmp_path):
    one, other = tmp_path / "a.json", tmp_path / "a.csv"
    one.write_text(
        json.dumps({"roas": [{**ROA, "ta": "ripe"}, {**ROA, "ta": "arin"}, {**ROA, "ta": "ripe"}]})
    )
    other.write_text(
        "ASN,IP Prefix,Max Length,Trust Anchor\nAS1,192.0.2.0/24,24,ripe\nAS1,192.0.2.0/25,25,arin\n"
    )
    assert count_anchors(one) == {"ripe": 2, "arin": 1}
    assert count_anchors(other) == {"ripe": 1, "arin": 1}


def test_what_does_not_tell_them_gives_none(tmp_path):
    for name, text in (
        ("a.json", json.dumps({"roas": [ROA]})),
        ("b.json", "{"),
        ("c.csv", "ASN,IP Prefix\nAS1,192.0.2.0/24\n"),
    ):
        file = tmp_path / name
        file.write_text(text)
        assert count_anchors(file) == {}
    many = tmp_path / "many.json"
    many.write_text(json.dumps({"roas": [{**ROA, "ta": str(n)} for n in range(99)]}))
    assert count_anchors(many) == {}
