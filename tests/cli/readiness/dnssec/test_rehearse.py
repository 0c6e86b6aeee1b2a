"""`noroshi readiness dnssec rehearse`: a log against a resolver; `nta` follows from it."""

import pytest

from noroshi.testing.command import rows, run


@pytest.fixture
def words(signed_world, signed_resolver, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    log = tmp_path / "queries.csv"
    log.write_text("client,name,type\n" + "".join(f"192.0.2.{n},www.wrong-ds.test,A\n192.0.2.{n},www.good.test,A\n" for n in range(12)))  # fmt: skip
    place = f"127.0.0.1:{signed_resolver}"
    return ["readiness", "dnssec", "rehearse", str(log), "--resolver", place, "--anchor", str(signed_world.anchor), "--rate", "1000"]  # fmt: skip


def test_broken_names_come_first_and_the_summary_last(words, tmp_path):
    found = rows(tmp_path / "home", *words)
    assert [row.get("name", row.get("kind")) for row in found] == ["www.wrong-ds.test", "summary"]
    assert (found[0]["users"], found[0]["state"], found[0]["ede"]) == (12, "bogus", 9)
    assert found[1]["users_hit"] == 12


def test_people_read_who_would_fail(words, tmp_path):
    told = run(tmp_path / "home", *words).stdout
    assert "25 lines, 12 users: 1 bogus, 1 secure; 12 users hit" in told
    assert "www.wrong-ds.test A: No key of the zone fits the parent's DS." in told


def test_what_is_newly_broken_stands_out(words, tmp_path, signed_world):
    home, log = tmp_path / "home", tmp_path / "queries.csv"
    assert [row.get("new") for row in rows(home, *words)] == [False, None]
    log.write_text(log.read_text() + "192.0.2.1,www.tampered.test,A\n")
    found = {row["name"]: row["new"] for row in rows(home, *words)[:-1]}
    assert found == {"www.wrong-ds.test": False, "www.tampered.test": True}
    assert "+       1 www.tampered.test A" in run(home, *words).stdout
