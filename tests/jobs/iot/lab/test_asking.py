"""Asking: another moment for a lab scope, and for no other."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from noroshi.iot.scope import Scope
from noroshi.jobs.iot.lab import asking
from noroshi.jobs.iot.lab.asking import ask_later
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.surveying import Wish
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.testing.surveys import Devices, signed_scope

DAY_S = 86_400


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def devices():
    with Devices() as made:
        yield made


def test_a_lab_scope_is_asked_as_of_another_moment_and_no_later_than_it_holds(home, devices):
    now = datetime.now(UTC)
    valid = {"start": now - timedelta(days=1), "end": now + timedelta(days=20)}
    path = signed_scope(home, devices, valid=valid)
    wish = Wish(scope=path, engine="connect")
    assert list(ask_later(home, wish, later_s=10 * DAY_S))[-1].reason == "complete"
    with pytest.raises(ConfigError, match="expired"):
        list(ask_later(home, Wish(scope=path, engine="connect", round="2"), later_s=30 * DAY_S))


def test_answers_are_dated_by_the_played_moment(home, devices):
    path = signed_scope(home, devices, valid={"start": datetime.now(UTC), "end": datetime.now(UTC) + timedelta(days=20)})  # fmt: skip
    list(ask_later(home, Wish(scope=path, engine="connect"), later_s=10 * DAY_S))
    (run,) = home.surveys.glob("*/1")
    moments = {row["time"][:10] for row in answer_rows(run, contact="https://survey.example/why")}
    assert moments <= {f"{datetime.now(UTC) + timedelta(days=day):%Y-%m-%d}" for day in (10, 11)}
    assert moments


def test_a_real_scope_is_refused_whatever_the_clock(home, devices, monkeypatch):
    path = signed_scope(home, devices)
    real = asking.scope_at

    def not_lab(file) -> Scope:
        return msgspec.structs.replace(real(file), lab=False)

    monkeypatch.setattr(asking, "scope_at", not_lab)
    with pytest.raises(ConfigError, match="only a lab scope"):
        ask_later(home, Wish(scope=path), later_s=1)
