"""`noroshi readiness dnssec roll`: dated steps with what opens each."""

from noroshi.testing.command import rows, run


def rolled(home, world, *words, call=run):
    file = str(world.file("good.test"))
    begin = ("--begin", "2026-09-01T00:00:00Z")
    return call(
        home, "readiness", "dnssec", "roll", *words, "good.test", "--zone-file", file, *begin
    )


def test_steps_have_dates_and_needs(signed_world, tmp_path):
    found = rolled(tmp_path, signed_world, "zsk", call=rows)
    assert [(row["step"], row["at"], row["need"], row["seen"]) for row in found] == [
        (1, "2026-09-01T00:00:00.000Z", "nothing", True),
        (2, "2026-09-01T01:05:00.000Z", "new-key", None),
        (3, "2026-09-01T02:10:00.000Z", "new-key", None),
    ]


def test_a_tag_that_is_not_there_opens_nothing(signed_world, tmp_path):
    found = rolled(tmp_path, signed_world, "zsk", "--new", "1", call=rows)
    assert [row["seen"] for row in found] == [True, False, False]


def test_people_read_each_step(signed_world, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    told = rolled(tmp_path, signed_world, "ksk", "--ds-ttl", "3600").stdout
    assert "1. 2026-09-01T00:00:00.000Z Have the parent publish the new KSK's DS" in told
    assert "2. 2026-09-02T01:00:00.000Z Replace the KSK" in told
    assert "seen: ?? new-ds" in told
