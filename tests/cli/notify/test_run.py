"""`noroshi notify run` and `status`, against a real receiver."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.spine.home import Home
from noroshi.spine.store import Database
from noroshi.testing.desks import add_operator
from noroshi.testing.offices import publish
from noroshi.testing.receivers import Receiver, receiving

SECRET = "k" * 32
LOOPBACK = {"NOROSHI__NOTIFY__PRIVATE_DESTINATIONS": '["127.0.0.0/8"]'}


@pytest.fixture
def state(tmp_path):
    home = Home(tmp_path / "home").create()
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    with Database.open(home.state_file) as database:
        add_operator(database, "alpha")
        yield database


def rows(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def registered(noroshi, receiver, *options):
    adding = ("notify", "webhooks", "add", receiver.url, "--operator", "alpha")
    (added,) = rows(noroshi(*adding, "--secret-file", "secret", "--json", *options))
    return added["id"]


def test_a_pass_tells_what_it_did(noroshi, state):
    with receiving(Receiver(secret=SECRET, at=datetime.now(UTC))) as receiver:
        webhook = registered(noroshi, receiver)
        assert noroshi("notify", "webhooks", "test", webhook, **LOOPBACK).returncode == 0
        publish(state, [1], datetime.now(UTC))
        done = noroshi("notify", "run", "--json", **LOOPBACK)
    assert done.returncode == 0
    (row,) = rows(done)
    assert (row["made"], row["sent"], row["failed"]) == (1, 1, 0)
    assert len(receiver.told) == 1
    assert rows(noroshi("notify", "status", "--json")) == [
        {"row": "count", "channel": "webhook", "standing": "sent", "count": 1}
    ]


def test_what_did_not_arrive_gives_3_and_status_says_why(noroshi, state):
    with receiving(Receiver(secret=SECRET, at=datetime.now(UTC))) as receiver:
        webhook = registered(noroshi, receiver)
        noroshi("notify", "webhooks", "test", webhook, **LOOPBACK)
        publish(state, [1], datetime.now(UTC))
        receiver.status = 503
        done = noroshi("notify", "run", **LOOPBACK)
    assert done.returncode == 3
    assert done.stdout == "1 messages made, 0 sent, 1 failed for now, 0 given up.\n"
    assert "noroshi notify status" in done.stderr
    told = noroshi("notify", "status").stdout
    assert "waiting webhook to alpha, 1 attempts: the receiver answers 503" in told


def test_without_a_mail_server_status_says_so(noroshi):
    done = noroshi("notify", "status")
    assert done.stdout == "Nothing was told yet.\n"
    assert "set [mail] host" in done.stderr
