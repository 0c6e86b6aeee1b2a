"""Staging: steps are kept by router, and what is damaged is told."""

from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address

import pytest

from noroshi.jobs.readiness.rov_staging import (
    Router,
    keep_step,
    peers_of,
    place_of_steps,
    read_steps,
    stage_of,
)
from noroshi.readiness.rpki.configure import Cache, Neighbour, Treatment, Wish
from noroshi.readiness.rpki.judge.evidence import Evidence, GateLimits
from noroshi.readiness.rpki.judge.stage import Step
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WISH = Wish(
    asn=64500,
    router_id=IPv4Address("192.0.2.1"),
    caches=(Cache(address=ip_address("192.0.2.10"), port=323),),
    neighbours=(Neighbour(address=ip_address("198.51.100.1"), asn=64501),),
    treatment=Treatment.TAG,
)


def test_a_step_is_remembered_with_its_first_time(tmp_path):
    home = Home(tmp_path).create()
    assert read_steps(home) == {}
    keep_step(home, "192.0.2.1", Step.TAG, now=NOW)
    keep_step(home, "192.0.2.2", Step.DROP, now=NOW)
    keep_step(home, "192.0.2.1", Step.TAG, now=datetime(2027, 1, 1, tzinfo=UTC))
    found = read_steps(home)
    assert (found["192.0.2.1"].step, found["192.0.2.1"].since[:4]) == (Step.TAG, "2026")
    assert found["192.0.2.2"].step is Step.DROP
    place_of_steps(home).write_text("{")
    with pytest.raises(ConfigError, match="damaged"):
        read_steps(home)


def test_sessions_that_drop_first_must_exist():
    assert peers_of(WISH, []) == {"198.51.100.1"}
    with pytest.raises(ConfigError, match="no session"):
        peers_of(WISH, ["198.51.100.9"])


def test_texts_are_those_of_the_steps_around():
    router = Router(name="192.0.2.1", dialect="bird", wish=WISH, peers=frozenset({"198.51.100.1"}))
    found, checks = stage_of(router, Step.PREFER, Evidence(validators=()), GateLimits())
    assert ("reject" in found.publish, "large_community" in found.back) == (True, True)
    assert not found.is_open
    assert checks
    assert stage_of(router, None, Evidence(validators=()), GateLimits())[0].back == ""
