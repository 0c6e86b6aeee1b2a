"""Monitoring: looks are compared with the last good one, which a loss never replaces."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from noroshi.jobs.readiness.rov_monitoring import Watching, monitor, place_of_looks, read_looks
from noroshi.readiness.rpki.judge.watch import WatchLimits
from noroshi.spine.home import Home
from noroshi.spine.model import InputError

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def write(file, count, own_asn=64500):
    roas = [
        {"prefix": f"10.{n}.0.0/16", "asn": 64501, "maxLength": 16, "ta": "made"}
        for n in range(count)
    ]
    roas.append({"prefix": "192.0.2.0/24", "asn": own_asn, "maxLength": 24, "ta": "made"})
    file.write_text(json.dumps({"roas": roas}))


@pytest.fixture
def place(tmp_path):
    write(tmp_path / "vrps.json", 99)
    (tmp_path / "routes.csv").write_text(
        "prefix,origin\n192.0.2.0/24,64500\n203.0.113.0/24,64502\n"
    )
    watching = Watching(
        source=str(tmp_path / "vrps.json"), routes=tmp_path / "routes.csv", own=[64500],
        soon_s=3600.0, limits=WatchLimits(),
    )  # fmt: skip
    return Home(tmp_path / "home").create(), watching, tmp_path / "vrps.json"


def test_a_loss_is_told_until_it_is_accepted(place):
    home, watching, vrps = place
    assert monitor(home, watching, now=NOW)[1] == []
    write(vrps, 49)
    for _ in range(2):
        found = monitor(home, watching, now=NOW)[1]
        assert {check.code for check in found} == {"vrps.sudden-loss"}
    assert [one.vrps for one in read_looks(home)] == [100]
    monitor(home, replace(watching, accept=True), now=NOW)
    assert monitor(home, watching, now=NOW)[1] == []
    assert [one.vrps for one in read_looks(home)] == [100, 50, 50]
    assert [len(one.routes) for one in read_looks(home)] == [0, 0, 1]


def test_a_source_that_gives_nothing_changes_nothing(place):
    home, watching, vrps = place
    monitor(home, watching, now=NOW)
    kept = place_of_looks(home).read_bytes()
    vrps.write_text('{"roas": [')
    with pytest.raises(InputError):
        monitor(home, watching, now=NOW)
    assert place_of_looks(home).read_bytes() == kept


def test_garbled_lines_are_passed_over(place):
    home, watching, vrps = place
    monitor(home, watching, now=NOW)
    with place_of_looks(home).open("ab") as file:
        file.write(b'{"at": "broken\n')
    write(vrps, 99, own_asn=64509)
    assert [check.code for check in monitor(home, watching, now=NOW)[1]] == ["own.invalid"]
