"""`noroshi notify webhooks`: from the first secret to the end."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.spine.home import Home
from noroshi.spine.store import Database
from noroshi.testing.desks import add_operator
from noroshi.testing.receivers import Receiver, receiving

LOOPBACK = {"NOROSHI__NOTIFY__PRIVATE_DESTINATIONS": '["127.0.0.0/8"]'}


@pytest.fixture
def webhooks(noroshi, tmp_path):
    with Database.open(Home(tmp_path / "home").create().state_file) as database:
        add_operator(database, "alpha")

    def run(*arguments, **environment):
        return noroshi("notify", "webhooks", *arguments, **environment)

    return run


@pytest.fixture
def receiver():
    with receiving(Receiver(secret="", at=datetime.now(UTC))) as running:
        yield running


def row(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_fresh_secret_is_shown_once(webhooks, receiver):
    added = row(webhooks("add", receiver.url, "--operator", "alpha", "--json"))
    assert added["standing"] == "unconfirmed"
    receiver.secret = added["secret"]
    listed = webhooks("list", "--json")
    assert added["secret"] not in listed.stdout
    assert row(webhooks("test", added["id"], "--json", **LOOPBACK))["standing"] == "active"
    assert row(webhooks("retry", added["id"], "--json"))["revived"] == 0
    assert row(webhooks("remove", added["id"], "--json"))["standing"] == "removed"
    assert webhooks("list", "--json").stdout == ""


def test_another_secret_takes_another_proof(webhooks, receiver):
    added = row(webhooks("add", receiver.url, "--operator", "alpha", "--json"))
    fresh = row(webhooks("rotate", added["id"], "--json"))
    assert fresh["secret"] != added["secret"]
    assert fresh["standing"] == "unconfirmed"
    assert "shown this once" in webhooks("rotate", added["id"]).stdout


def test_a_person_is_told_what_to_do_next(webhooks, receiver):
    told = webhooks("add", receiver.url, "--operator", "alpha", "--collection", "devices").stdout
    assert "for devices." in told
    assert "Secret, shown this once: " in told
    assert "noroshi notify webhooks test " in told
    assert receiver.url in webhooks("list").stdout


def test_a_secret_that_others_may_read_is_refused(webhooks, tmp_path):
    (tmp_path / "secret").write_text("k" * 32)
    (tmp_path / "secret").chmod(0o644)
    done = webhooks("add", "https://a.example/", "--operator", "alpha", "--secret-file", "secret")
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_a_place_inside_is_not_even_asked_unless_allowed(webhooks, receiver):
    added = row(webhooks("add", receiver.url, "--operator", "alpha", "--json"))
    done = webhooks("test", added["id"])
    assert (done.returncode, receiver.attempts) == (1, 0)
    assert "no global address" in done.stderr


def test_an_empty_house_says_so(webhooks):
    assert webhooks("list").stdout.startswith("There is no webhook yet")
