"""Zone status: what was fed, what is lacking, what went wrong."""

from datetime import timedelta

import pytest

from noroshi.jobs.zone.status import note_failed, note_fed, zone_lag, zone_status
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import MADE_AT

MINUTE = timedelta(minutes=1)


def feed(home, sequence, at):
    note_fed(home, zone="rpz.example", serial=77, sequence=sequence, at=at)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "noroshi.toml").write_text('[zone]\nname = "rpz.example"\n')
    return Home(tmp_path).create()


def test_nothing_is_known_before_the_first_pass(home):
    assert zone_status(home) is None


def test_a_failure_keeps_what_was_fed_and_a_pass_ends_it(home):
    feed(home, 3, MADE_AT)
    note_failed(home, "x" * 900, MADE_AT + MINUTE)
    status = zone_status(home)
    assert (status.serial, status.sequence, status.fed_at) == (77, 3, MADE_AT)
    assert (len(status.error), status.failed_at) == (500, MADE_AT + MINUTE)
    feed(home, 4, MADE_AT + 2 * MINUTE)
    assert (zone_status(home).error, zone_status(home).failed_at) == ("", None)


def test_a_failure_before_any_pass_is_known(home):
    note_failed(home, "no primary", MADE_AT)
    assert (zone_status(home).serial, zone_status(home).fed_at) == (0, None)


def test_the_note_of_another_zone_is_none_of_this_one(home):
    feed(home, 3, MADE_AT)
    home.settings_file.write_text('[zone]\nname = "other.example"\n')
    assert zone_status(Home(home.path)) is None


def test_a_broken_note_is_told(home):
    feed(home, 3, MADE_AT)
    home.zone_status_file.write_text("{")
    with pytest.raises(ConfigError, match="remove it"):
        zone_status(home)


def test_the_lag_is_what_came_after_in_the_zones_own_lists(home):
    with Store.open(home.state) as store:
        SharedList(store.database).publish(
            [make_change(1), make_change(2), make_change(3, collection="devices")], MADE_AT
        )
        feed(home, 1, MADE_AT)
        lag = zone_lag(home, store, zone_status(home), MADE_AT + MINUTE)
        assert (lag.editions, round(lag.seconds)) == (1, 60)
        feed(home, 3, MADE_AT)
        lag = zone_lag(home, store, zone_status(home), MADE_AT + MINUTE)
        assert (lag.editions, lag.seconds) == (0, 0)
