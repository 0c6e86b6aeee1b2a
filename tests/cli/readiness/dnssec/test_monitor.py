"""`noroshi readiness dnssec monitor`: what changed since the last look."""

from noroshi.testing.command import rows, run


def test_a_change_is_told_once(signed_world, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    zone = tmp_path / "zone"
    words = ["readiness", "dnssec", "monitor", "good.test", "--zone-file", str(zone)]
    zone.write_text(signed_world.file("good.test").read_text())
    assert rows(tmp_path / "home", *words) == []
    plain = [line for line in zone.read_text().splitlines(keepends=True) if " DNSKEY " not in line]
    zone.write_text("".join(plain))
    told = run(tmp_path / "home", *words).stdout
    assert "good.test: bad" in told
    assert "XX dnssec.keys-changed" in told
    assert rows(tmp_path / "home", *words) == []
