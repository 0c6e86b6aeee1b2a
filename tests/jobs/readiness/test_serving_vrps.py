"""Serving: routers hold what the validator found last in good health, whatever its file has become."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.readiness.payload_source import read_cache
from noroshi.jobs.readiness.serving_vrps import Serving, VrpService
from noroshi.readiness.rpki.judge.guard import GuardLimits
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.rtr.pdu import Timing
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.net.listen import Endpoint
from noroshi.spine.net.talk import TalkLimits

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def snapshot(count, expires=None):
    end = expires or int(NOW.timestamp()) + 3600
    roas = [
        {"prefix": f"10.{n >> 8}.{n & 255}.0/24", "asn": 64500, "expires": end}
        for n in range(count)
    ]
    return json.dumps({"roas": roas, "aspas": [{"customer_asid": 1, "providers": [2]}]})


@pytest.fixture
def place(tmp_path):
    (tmp_path / "vrps.json").write_text(snapshot(100))
    return tmp_path


@pytest.fixture
def start(place):
    services = []

    def started():
        service = VrpService(
            Home(place / "home").create(),
            Serving(
                source=str(place / "vrps.json"),
                listen=[Endpoint.parse("tcp://127.0.0.1:0")],
                guard=GuardLimits(),
                timing=Timing(),
                limits=TalkLimits(),
                allowed=lambda address: True,
            ),
        )
        service.start()
        services.append(service)
        return service

    yield started
    for service in services:
        service.stop()


def served(service):
    vrps, aspas = read_cache(f"rtr://127.0.0.1:{service.endpoints[0].port}")
    assert aspas == {1: (2,)}
    return len(Payloads.of(vrps))


def test_before_the_first_set_routers_are_told_that_there_is_none(start):
    with pytest.raises(InputError, match="error 2"):
        served(start())


def test_a_change_is_served_under_the_next_serial(start, place):
    service = start()
    assert service.refresh(NOW).as_row(NOW)["outcome"] == "changed"
    assert service.refresh(NOW).outcome == "unchanged"
    (place / "vrps.json").write_text(snapshot(101))
    done = service.refresh(NOW)
    assert (done.outcome, done.serial, served(service)) == ("changed", 1, 101)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "unreadable"), ("{", "unreadable"), (snapshot(100)[:-900], "unreadable"),
        ('{"roas": []}', "unreadable"), (snapshot(97), "sudden-loss"), (snapshot(100, 1), "expired"),
    ],
)  # fmt: skip
def test_a_broken_source_empties_nothing_even_over_a_restart(start, place, content, code):
    first = start()
    first.refresh(NOW)
    (place / "vrps.json").write_text(content)
    done = first.refresh(NOW)
    assert (done.outcome, done.code, served(first)) == ("kept", code, 100)
    assert done.as_row(NOW)["text"].keys() == {"ja", "en"}
    first.stop()
    again = start()
    assert served(again) == 100
    assert again.refresh(NOW).outcome == "kept"
    assert (served(again), again.history.session) == (100, first.history.session)


def test_a_source_that_is_gone_empties_nothing(start, place):
    service = start()
    service.refresh(NOW)
    (place / "vrps.json").unlink()
    assert (service.refresh(NOW).code, served(service)) == ("unreadable", 100)
