"""`noroshi readiness dnssec stage`: where it stands, and the way on and back."""

from noroshi.testing.command import rows, run


def test_a_zone_shows_the_ds_to_publish(signed_world, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    words = ["readiness", "dnssec", "stage", "zone", "csk.test", "--zone-file", str(signed_world.file("csk.test"))]  # fmt: skip
    told = run(tmp_path, *words).stdout
    assert "csk.test.: signed → secure" in told
    assert "  + csk.test. IN DS " in told
    (row,) = rows(tmp_path, *words)
    assert (row["stage"], row["open"]) == ("signed", True)


def test_a_resolver_shows_both_texts(tmp_path):
    words = ["readiness", "dnssec", "stage", "resolver", "r1", "--for", "unbound", "--step", "log"]
    (row,) = rows(tmp_path, *words)
    assert (row["stage"], row["next"], row["open"]) == ("log", "one-node", False)
    assert "permissive-mode: yes" not in row["publish"]
