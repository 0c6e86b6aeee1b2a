"""`noroshi readiness dnssec assess`: rows for machines, marks for people."""

from noroshi.spine.model import ConfigError
from noroshi.testing.command import rows, run


def assessed(home, world, label, *words, call=run):
    zone = f"{label}.test"
    file = str(world.file(zone))
    return call(home, "readiness", "dnssec", "assess", zone, "--zone-file", file, *words)


def test_each_zone_is_one_row(signed_world, tmp_path):
    (row,) = assessed(tmp_path, signed_world, "expired", call=rows)
    assert (row["zone"], row["level"]) == ("expired.test.", "bad")
    assert set(row["checks"][0]) == {"code", "level", "domain", "text", "remedy", "source"}


def test_people_read_their_language(signed_world, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert "XX dnssec.signature-expired: The signature has expired." in assessed(tmp_path, signed_world, "expired").stdout  # fmt: skip
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "署名の期限が切れている" in assessed(tmp_path, signed_world, "expired").stdout


def test_validity_is_judged_at_a_time(signed_world, tmp_path):
    (row,) = assessed(tmp_path, signed_world, "good", "--at", "2099-01-01T00:00:00Z", call=rows)
    assert row["level"] == "bad"


def test_wrong_use_is_told(tmp_path):
    result = run(tmp_path, "readiness", "dnssec", "assess", "good.test")
    assert isinstance(result.exception, ConfigError)
