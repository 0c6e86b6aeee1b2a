"""`noroshi iot survey`: run, status, audit, stop and answers, as a person sees them."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.iot.survey import survey
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.testing.surveys import Devices, signed_scope


@pytest.fixture
def devices():
    with Devices(alive=1) as made:
        yield made


@pytest.fixture
def scope(tmp_path, devices):
    return signed_scope(Home(tmp_path / "home"), devices)


def run(tmp_path, *options):
    context = {"home": tmp_path / "home", "verbose": False}
    return CliRunner().invoke(survey, [str(option) for option in options], obj=context)


def rows(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_round_from_run_to_stop(tmp_path, scope, devices):
    told = rows(run(tmp_path, "run", scope, "--engine", "connect", "--json"))
    assert (told[-1]["reason"], told[-1]["settled"], told[-1]["open"]) == ("complete", 80, 5)
    assert "100.0 % of 80, 5 open" in run(tmp_path, "status", scope).stdout
    assert rows(run(tmp_path, "status", scope, "--json"))[0]["reason"] == "complete"
    asked = rows(run(tmp_path, "audit", scope, devices.alive[0], "--json"))
    assert [row["certain"] for row in asked] == [True] * 5
    assert "asked: ssh, port 2222, from 127.0.0.1" in run(
        tmp_path, "audit", scope, devices.alive[0]
    ).stdout  # fmt: skip
    assert "was not asked" in run(tmp_path, "audit", scope, "127.0.0.1").stdout
    protocols = {row["protocol"] for row in rows(run(tmp_path, "answers", scope))}
    assert protocols == {"ftp", "ssh", "telnet", "http", "coap"}
    assert "Round 1: 0 parts deleted (0 octets), " in run(tmp_path, "tidy", scope).stdout
    assert rows(run(tmp_path, "tidy", scope, "--json"))[0]["deleted"] == 0
    assert "Stopped" in run(tmp_path, "stop", scope).stdout
    assert isinstance(run(tmp_path, "run", scope).exception, ConfigError)


def test_people_see_how_far_it_is(tmp_path, scope):
    done = run(tmp_path, "run", scope, "--engine", "connect")
    assert "100.0 %  80 of 80 settled, 80 sent, 5 open, 5 answered (complete)" in done.stdout


def test_a_wrong_shard_is_refused(tmp_path, scope):
    for text in ("0/2", "3/2", "x", "1/9999"):
        assert isinstance(run(tmp_path, "run", scope, "--shard", text).exception, ConfigError)
